from .answerer import Answerer as Answerer
from .answerer import answer as answer
from .answerer import answer_json as answer_json

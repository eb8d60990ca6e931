from .asking import rephrase as rephrase

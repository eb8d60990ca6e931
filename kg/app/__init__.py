"""The pages of the application (问答, 法条, 义务矩阵 …) and what they share.

There is no law in them: they ask, and show what comes back.

The folder of the pages is ``views``, not ``pages``. Before the first visit to the start page Streamlit would take every file of
a folder of that name for a page of its own, and serve a bookmarked address without the frame that ``main.py`` draws.
"""

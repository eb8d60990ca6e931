"""The application (问答, 法条, 义务矩阵 …): its pages and what they share. No law in them: they ask, and show what comes back.

The folder of the pages is ``views``, not ``pages``: before the first visit to the start page Streamlit would take every file of a folder of
that name for a page of its own and serve a bookmarked address without the frame that ``main.py`` draws.
"""

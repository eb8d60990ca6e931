"""The pages of the application (问答, 法条, 义务矩阵) and what they share. No law in them: they ask, and show what comes back.

The folder is not called ``pages``: before the first visit to the start page Streamlit would take every file of a folder of
that name for a page of its own and serve a bookmarked address without the frame that ``app.py`` draws.
"""

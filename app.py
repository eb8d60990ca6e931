"""The application for ``streamlit run app.py``; ``kg app`` starts the same one."""

from kg.app.main import main

main()

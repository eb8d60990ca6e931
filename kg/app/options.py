"""How Streamlit runs the application: on this machine only, in our look, telling nobody.

``kg app`` hands these options on; ``.streamlit/config.toml`` of a checkout repeats them for ``streamlit run app.py``.
"""

from __future__ import annotations

from kg.app.style import THEME

OPTIONS = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "20",
    "browser.serverAddress": "127.0.0.1",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorLinks": "false",
    "client.disableDataExport": "true",
    **THEME,
}


def flags(port: int) -> list[str]:
    """The options of ``streamlit run`` for the application at a port, without Streamlit's own welcome.

    >>> flags(8501)[0]
    '--server.address=127.0.0.1'
    """
    own = {"server.port": port, "logger.hideWelcomeMessage": "true"}
    return [f"--{name}={value}" for name, value in (OPTIONS | own).items()]

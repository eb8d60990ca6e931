"""How Streamlit runs the application: on this machine only, in our look, telling nobody.

``kg app`` hands these options on; ``.streamlit/config.toml`` of a checkout repeats them for ``streamlit run app.py``. There
``server.allowedHosts`` keeps sites of other names from the websocket, and there is no token.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.app.style import THEME

ADDRESS = "127.0.0.1"
OPTIONS: dict[str, object] = {
    "server.address": ADDRESS,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 20,
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,  # it would look through the whole graph after every click
    "server.allowedHosts": ["localhost", "127.0.0.1", "::1"],
    "browser.serverAddress": ADDRESS,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorLinks": False,
    "client.showErrorDetails": "type",
    "client.disableDataExport": True,
    **THEME,
}


def options(port: int, hosts: Sequence[str] = ()) -> dict[str, object]:
    """The options for the application at a port, without Streamlit's own welcome.

    ``hosts`` are further names it may be called by.

    >>> options(8501, ["kg.intra"])["server.allowedHosts"]
    ['localhost', '127.0.0.1', '::1', 'kg.intra']
    """
    names = OPTIONS["server.allowedHosts"]
    allowed = [*names, *hosts] if isinstance(names, list) else list(hosts)
    return OPTIONS | {"server.port": port, "server.allowedHosts": allowed, "logger.hideWelcomeMessage": True}

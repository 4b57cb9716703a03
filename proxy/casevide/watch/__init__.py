"""
The proxy: the sites it watches, its certificates, its addon for mitmproxy, and the local API.

The only room that knows mitmproxy.
"""

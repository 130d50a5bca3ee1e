"""A calculator as FastMCP's users write one, behind the tokens of an authorization server.

Reads ISSUER, JWKS_URI and AUDIENCE from the environment; REQUIRED_SCOPES, when every token must have them; and
ANY_AUDIENCE, to forget what many forget. Prints one line of JSON when it listens. Ends when its standard
input does.
"""

import asyncio
import json
import os
import socket
import sys

import uvicorn
from fastmcp import FastMCP
from fastmcp.server.auth import AuthContext, JWTVerifier, RemoteAuthProvider
from fastmcp.server.dependencies import get_access_token

AUDIENCE = os.environ["AUDIENCE"]
PERMISSIONS = ("calculator.add", "calculator.subtract")


def names(value: object) -> list[str]:
    return value.split() if isinstance(value, str) else list(value or [])


def needs(permission: str):
    """A person's token has the permission as a scope, a machine's as a role."""

    def holds(context: AuthContext) -> bool:
        if context.token is None:
            return False
        return permission in [*context.token.scopes, *names(context.token.claims.get("roles"))]

    return holds


def calculator(base_url: str) -> FastMCP:
    verifier = JWTVerifier(
        jwks_uri=os.environ["JWKS_URI"],
        issuer=os.environ["ISSUER"],
        audience=None if "ANY_AUDIENCE" in os.environ else AUDIENCE,
        required_scopes=names(os.environ.get("REQUIRED_SCOPES", "")),
    )
    auth = RemoteAuthProvider(
        token_verifier=verifier,
        authorization_servers=[os.environ["ISSUER"]],
        base_url=base_url,
        # Entra is asked for the full name and writes the short one into the token.
        scopes_supported=[f"api://{AUDIENCE}/{permission}" for permission in PERMISSIONS],
    )
    mcp = FastMCP("FastMCP calculator", version="1.0.0", auth=auth)

    @mcp.tool
    def get_me() -> dict[str, object]:
        """Tells who calls, as the verified token says it."""
        claims = get_access_token().claims
        return {
            "sub": claims.get("sub"),
            "clientId": claims.get("azp"),
            "scopes": names(claims.get("scp")),
            "roles": names(claims.get("roles")),
        }

    @mcp.tool(auth=needs("calculator.add"))
    def add(a: float, b: float) -> float:
        """Adds two numbers."""
        return a + b

    @mcp.tool(auth=needs("calculator.subtract"))
    def subtract(a: float, b: float) -> float:
        """Subtracts the second number from the first."""
        return a - b

    return mcp


async def end_of_input() -> None:
    """Whoever started this program holds its input open, and dies with it open no longer."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = calculator(origin).http_app(path="/mcp")
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    print(json.dumps({"url": f"{origin}/mcp"}), flush=True)
    ending = asyncio.create_task(end_of_input())
    await asyncio.wait([serving, ending], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving


asyncio.run(main())

"""The live stream: a pulse each second, and an answer to each message."""

import asyncio
import time

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

router = APIRouter()

PULSE_SECONDS = 1.0


@router.websocket("/ws/stream")
async def stream(socket: WebSocket) -> None:
    await socket.accept()
    sent = 0
    try:
        while True:
            sent += 1
            await socket.send_json({"type": "pulse", "number": sent, "at": time.time()})
            try:
                message = await asyncio.wait_for(socket.receive_text(), PULSE_SECONDS)
                await socket.send_json({"type": "echo", "message": message})
            except asyncio.TimeoutError:
                pass
    except (WebSocketDisconnect, RuntimeError):
        pass  # the client has gone

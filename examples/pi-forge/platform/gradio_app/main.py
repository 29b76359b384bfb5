"""A small Gradio interface, served by uvicorn like the gateway."""

import inspect
import os

import uvicorn
from fastapi import FastAPI

# While it is imported, Gradio rewrites a type stub for each of its classes, which is most of its
# start time. It leaves out classes that have no file; for the import, none of its own has one.
getfile = inspect.getfile


def no_file_for_gradio(thing: object) -> str:
    if getattr(thing, "__module__", "").startswith("gradio."):
        raise OSError("no type stub wanted")
    return getfile(thing)


inspect.getfile = no_file_for_gradio
import gradio  # noqa: E402
inspect.getfile = getfile

FEE = 0.01


def quote(amount: float, payments: float) -> str:
    total = amount * payments
    return f"{payments:g} payments of {amount:g} π: {total:g} π and {total * FEE:g} π fees"


def interface() -> gradio.Blocks:
    with gradio.Blocks(title="Pi Forge") as blocks:
        gradio.Markdown("# Pi Forge\nWhat would it cost?")
        amount = gradio.Number(1, label="Amount (π)")
        payments = gradio.Number(1, label="Payments", precision=0)
        answer = gradio.Textbox(label="Answer")
        gradio.Button("Reckon").click(quote, [amount, payments], answer, api_name="quote")
    return blocks


app = gradio.mount_gradio_app(FastAPI(), interface(), path="/", ssr_mode=False)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["GRADIO_PORT"]), log_level="info")

"""The dashboard: one page with a chart (SVG) of the last payments."""

import os

from flask import Flask, Response, render_template_string
from sqlalchemy import text
from waitress import serve

from core import audit, database, settings
from flask_app import chart

COMMIT, VERSION = settings.commit(), settings.version()
LAST = 20

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Pi Forge</title>
<body style="font-family: sans-serif; max-width: 44rem; margin: 2rem auto">
<h1>Pi Forge</h1>
{{ svg|safe }}
<p>{{ users }} users, {{ payments }} payments. Audit log:
{{ "entry %d does not follow"|format(broken) if broken else "unbroken" }}.</p>
<p><small>{{ version }} ({{ commit[:7] }})</small></p>
"""

app = Flask(__name__)


def last_payments() -> list[tuple[str, float]]:
    """Who paid how much, oldest first."""
    with database.reading() as connection:
        rows = connection.execute(text(
            "SELECT u.display_name, p.amount FROM payments p JOIN users u ON u.id = p.user_id "
            "ORDER BY p.created_at DESC LIMIT :last"
        ), {"last": LAST})
        return [(name, float(amount)) for name, amount in rows][::-1]


@app.get("/")
def page() -> str:
    with database.reading() as connection:
        users = connection.execute(text("SELECT count(*) FROM users")).scalar_one()
        payments = connection.execute(text("SELECT count(*) FROM payments")).scalar_one()
        broken = audit.broken_at(connection)
    return render_template_string(
        PAGE, svg=chart.draw(last_payments()), users=users, payments=payments, broken=broken,
        version=VERSION, commit=COMMIT,
    )


@app.get("/chart.svg")
def svg() -> Response:
    return Response(chart.draw(last_payments()), mimetype="image/svg+xml")


@app.get("/health")
def health() -> tuple[dict[str, str], int]:
    try:
        database.check()
    except Exception as error:  # whatever it is, the answer is the same: not now
        return {"status": "unhealthy", "database": type(error).__name__}, 503
    return {"status": "healthy", "service": "flask", "commit": COMMIT}, 200


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ["FLASK_PORT"]), threads=4)

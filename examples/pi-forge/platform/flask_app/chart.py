"""A bar chart as SVG."""

from html import escape

WIDTH, HEIGHT, GAP, FOOT = 640, 220, 4, 24
BACKGROUND, BAR, TEXT = "#fbf7ff", "#6b21a8", "#3b0764"


def draw(values: list[tuple[str, float]]) -> str:
    """One bar for each (name, amount), the highest as high as the chart."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<title>Last payments</title>",
        f'<rect class="background" width="{WIDTH}" height="{HEIGHT}" fill="{BACKGROUND}"/>',
    ]
    highest = max((amount for _, amount in values), default=0)
    step = WIDTH / max(len(values), 1)
    for place, (name, amount) in enumerate(values):
        height = amount / highest * (HEIGHT - FOOT - GAP)
        left, top = place * step + GAP / 2, HEIGHT - FOOT - height
        parts.append(
            f'<rect class="bar" x="{left:.1f}" y="{top:.1f}" width="{step - GAP:.1f}" '
            f'height="{height:.1f}" fill="{BAR}"><title>{escape(name)}: {amount:g} π</title></rect>'
        )
    label = f"{len(values)} payments, highest {highest:g} π" if values else "no payments yet"
    parts.append(f'<text x="{GAP}" y="{HEIGHT - 8}" font-size="12" fill="{TEXT}">{label}</text></svg>')
    return "\n".join(parts)

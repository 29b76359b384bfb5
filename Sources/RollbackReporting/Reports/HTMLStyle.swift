/// The style of the HTML report: system fonts, light and dark by the reader's setting, one column.
enum HTMLStyle {
    static let sheet: HTML = """
        :root { --paper: #fbfaf8; --ink: #1d1c1a; --soft: #6a665f; --line: #dedad2; --card: #fff;
          --good: #1a7f4b; --bad: #c0271d; --warning: #976100; --bar: #4a7ab5; }
        @media (prefers-color-scheme: dark) { :root { --paper: #161719; --ink: #e9e7e3; --soft: #a09c94;
          --line: #33353a; --card: #1e2024; --good: #5fcf95; --bad: #ff8177; --warning: #e5b455; --bar: #7fb0ea; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
        main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.5rem; margin: 0 0 .75rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { margin: .25rem 0; }
        .outcome, .restored { font-size: 1.15rem; font-weight: 600; }
        .outcome { border-left: .4rem solid currentColor; padding: .4rem .8rem; background: var(--card); }
        .outcome.good, .restored, .step.good strong, .check.good strong, .entry.restored { color: var(--good); }
        .outcome.bad, .step.bad strong, .check.bad strong, .entry.bad { color: var(--bad); }
        .outcome.warning, .step.warning strong, .check.warning strong, .entry.warning { color: var(--warning); }
        .entry.restored, .entry.heading { font-weight: 600; }
        .entry.note, .entry.begun, .step.note strong { color: var(--soft); }
        dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .25rem 1rem; margin: 0; }
        dt, .row span, time { color: var(--soft); }
        dd { margin: 0; }
        .step, .check, .symptom { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .6rem .8rem; margin: .5rem 0; }
        .row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
        .next p { color: var(--soft); }
        pre { margin: .25rem 0 .5rem; padding: .5rem .7rem; white-space: pre-wrap; background: var(--paper);
          border: 1px solid var(--line); border-radius: .4rem;
          font: .85rem/1.45 ui-monospace, Menlo, Consolas, monospace; }
        .next pre { background: var(--card); }
        svg { display: block; width: 100%; height: .4rem; margin: .4rem 0; }
        .track { fill: var(--line); }
        .bar { fill: var(--bar); }
        .bad .bar { fill: var(--bad); }
        .entry { display: grid; grid-template-columns: 5.5rem 1fr; }
        time { text-align: right; padding-right: .8rem; font-variant-numeric: tabular-nums; }
        a { color: inherit; }
        summary { cursor: pointer; color: var(--soft); }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; }
          .entry { grid-template-columns: 4rem 1fr; } }
        """
}

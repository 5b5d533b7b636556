/// How reports look: light or dark as the reader's system is.
enum HTMLStyle {
    static let sheet = """
        :root { color-scheme: light dark; --ink: #1c2430; --dim: #5d6878; --page: #fbfbfa; --card: #ffffff;
          --rule: #e3e6ea; --running: #2563c9; --alive: #a9c4ef; --cold: #e08a1e;
          --throttled: #cc3340; --servers: #3b8f5a; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --dim: #9aa5b5; --page: #14181f;
          --card: #1c222b; --rule: #2e3641; --running: #6ea3ff; --alive: #35507d;
          --cold: #f0a84b; --throttled: #f0707a; --servers: #6cc28d; } }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 860px; margin: 0 auto; padding: 32px 20px 64px; }
        h1 { font-size: 26px; margin: 0 0 20px; letter-spacing: -.01em; }
        h2 { font-size: 19px; margin: 36px 0 12px; }
        .note { color: var(--dim); margin: 0 0 12px; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 10px; }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 10px 14px; }
        .card span, .card small { display: block; color: var(--dim); font-size: 12.5px; min-height: 1.5em; }
        .card b { font-size: 20px; font-weight: 600; white-space: nowrap; }
        figure { margin: 18px 0 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
          padding: 14px 14px 6px; }
        figcaption { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13.5px; margin-bottom: 6px; }
        .key { color: var(--dim); } .key i { display: inline-block; width: 14px; height: 4px; border-radius: 2px;
          margin-right: 6px; vertical-align: middle; }
        svg { width: 100%; height: auto; display: block; }
        .grid { stroke: var(--rule); stroke-width: 1; } .tick { fill: var(--dim); font-size: 11.5px; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .area { stroke: none; opacity: .75; }
        .line.running { stroke: var(--running); } i.running { background: var(--running); }
        .area.alive { fill: var(--alive); } i.alive { background: var(--alive); }
        .line.cold { stroke: var(--cold); } i.cold { background: var(--cold); }
        .line.throttled { stroke: var(--throttled); } i.throttled { background: var(--throttled); }
        .line.servers { stroke: var(--servers); } i.servers { background: var(--servers); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
        th, td { text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--rule); }
        th:first-child { text-align: left; font-weight: 500; } thead th { color: var(--dim); font-weight: 600; }
        """
}

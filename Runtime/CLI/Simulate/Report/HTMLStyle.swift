/// How reports look: light or dark as the reader's system is, and on a telephone without a scroll bar.
enum HTMLStyle {
    private static let light = [
        "#2563c9", "#e08a1e", "#3b8f5a", "#cc3340", "#7a4fc4", "#1593a8", "#8a6238", "#5d6878",
    ]
    private static let dark = [
        "#6ea3ff", "#f0a84b", "#6cc28d", "#f0707a", "#b193f0", "#5cc7da", "#c9a27a", "#9aa5b5",
    ]

    /// One after another for lines of a kind; they come again after eight.
    static func colour(_ number: Int) -> String { "v\(number % light.count)" }

    private static let strokes = (light.indices.map(colour) + ["running", "alive", "cold", "throttled", "servers"])
        .map {
            ".\($0) { stroke: var(--\($0)); } .area.\($0) { fill: var(--\($0)); } i.\($0) { background: var(--\($0)); }"
        }
        .joined(separator: "\n")

    private static func variables(_ colours: [String]) -> String {
        colours.enumerated().map { "--\(colour($0.offset)): \($0.element);" }.joined(separator: " ")
    }

    static let sheet = """
        :root { color-scheme: light dark; --ink: #1c2430; --dim: #5d6878; --page: #fbfbfa; --card: #ffffff;
          --rule: #e3e6ea; --running: #2563c9; --alive: #a9c4ef; --cold: #e08a1e;
          --throttled: #cc3340; --servers: #3b8f5a; \(variables(light)) }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --dim: #9aa5b5; --page: #14181f;
          --card: #1c222b; --rule: #2e3641; --running: #6ea3ff; --alive: #35507d;
          --cold: #f0a84b; --throttled: #f0707a; --servers: #6cc28d; \(variables(dark)) } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 960px; margin: 0 auto; padding: 32px 20px 64px; overflow-wrap: break-word; }
        h1 { font-size: 26px; line-height: 1.25; margin: 0 0 20px; letter-spacing: -.01em; }
        h2 { font-size: 19px; margin: 36px 0 12px; }
        .note { color: var(--dim); margin: 0 0 12px; }
        details { margin-top: 14px; border-top: 1px solid var(--rule); padding-top: 12px; }
        summary { font-size: 17px; font-weight: 600; cursor: pointer; }
        details .cards { margin-top: 12px; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 10px; }
        .card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 10px 14px; }
        .card span, .card small { display: block; color: var(--dim); font-size: 12.5px; min-height: 1.5em; }
        .card b { font-size: 20px; font-weight: 600; }
        figure { margin: 18px 0 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
          padding: 14px 16px 8px; }
        figcaption { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13.5px; }
        .key { color: var(--dim); } .key i { display: inline-block; width: 14px; height: 4px; border-radius: 2px;
          margin-right: 6px; vertical-align: middle; }
        .plot { position: relative; height: 230px; margin: 14px 0 28px 64px; }
        svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
        path { fill: none; vector-effect: non-scaling-stroke; }
        \(strokes)
        .grid { stroke: var(--rule); stroke-width: 1; }
        .line { stroke-width: 1.8; stroke-linejoin: round; }
        .line.v1, .line.v5 { stroke-dasharray: 9 4; } .line.v2, .line.v6 { stroke-dasharray: 3 4; }
        .line.v3, .line.v7 { stroke-dasharray: 9 4 2 4; }
        .area { stroke: none; opacity: .75; }
        .range { stroke-width: 1.2; opacity: .7; } .dot { stroke-width: 7; stroke-linecap: round; }
        .tick { position: absolute; color: var(--dim); font-size: 12px; line-height: 12px; white-space: nowrap; }
        .tick.y { right: calc(100% + 8px); transform: translateY(50%); }
        .tick.x { top: calc(100% + 10px); transform: translateX(-50%); } .tick.end { transform: translateX(-100%); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
        th, td { text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--rule); vertical-align: top; }
        td small, th small { display: block; font-weight: 400; color: var(--dim); font-size: 12px; }
        th:first-child { text-align: left; font-weight: 500; overflow-wrap: anywhere; min-width: 11em; }
        thead th { color: var(--dim); font-weight: 600; }
        td { white-space: nowrap; } .wide { overflow-x: auto; }
        .route th:first-child { padding-left: 26px; font-weight: 400; color: var(--dim); }
        @media (max-width: 620px) {
          main { padding: 20px 12px 48px; } h1 { font-size: 22px; }
          figure { padding: 12px 12px 6px; } .plot { height: 200px; margin-left: 58px; }
          .tick.x:nth-child(even) { display: none; }
          th, td { padding: 6px 4px; }
          .many thead { display: none; } .many tr, .many th { display: block; }
          .many tr { padding: 8px 0; border-bottom: 1px solid var(--rule); }
          .many th:first-child { font-weight: 600; border: 0; padding: 0; }
          td { white-space: normal; } th:first-child { min-width: 0; }
          .many td { display: flex; flex-wrap: wrap; gap: 0 8px; justify-content: flex-end; border: 0; padding: 1px 0; }
          .many td:empty { display: none; }
          .many td::before { content: attr(data-of); color: var(--dim); margin-right: auto; }
        }
        """
}

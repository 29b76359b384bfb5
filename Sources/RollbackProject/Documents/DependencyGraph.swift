import RollbackCore

/// The services and what they wait for, as a picture: a row for each level, arrows to what is needed.
struct DependencyGraph {
    private struct Node {
        var name: String
        var note: String
        var critical: Bool
        var external: Bool
        var x: Int
        var y: Int
    }

    private let rows: [[Node]]
    private let edges: [(from: String, to: String)]
    private static let (width, height, gapX, gapY, margin) = (170, 52, 28, 56, 20)

    init(_ facts: PlatformFacts) {
        let externals = facts.externals.map { external in
            Node(name: external.name, note: "elsewhere", critical: external.critical, external: true, x: 0, y: 0)
        }
        let levels = facts.levels.map { level in
            level.map { service in
                Node(
                    name: service.name.rawValue, note: service.port.map { "port \($0)" } ?? "no port",
                    critical: service.critical, external: false, x: 0, y: 0)
            }
        }
        // What waits stands above what it waits for.
        let ordered = (levels.reversed() + [externals]).filter { !$0.isEmpty }
        let widest = ordered.map(\.count).max() ?? 1
        rows = ordered.enumerated().map { number, row in
            let free = (widest - row.count) * (Self.width + Self.gapX) / 2
            return row.enumerated().map { place, node in
                var node = node
                node.x = Self.margin + free + place * (Self.width + Self.gapX)
                node.y = Self.margin + number * (Self.height + Self.gapY)
                return node
            }
        }
        edges = facts.services.flatMap { service in service.dependsOn.map { (service.name.rawValue, $0) } }
    }

    var svg: String {
        let columns = max(1, rows.map(\.count).max() ?? 1)
        let width = 2 * Self.margin + columns * Self.width + (columns - 1) * Self.gapX
        let height = 2 * Self.margin + max(1, rows.count) * Self.height + max(0, rows.count - 1) * Self.gapY
        let nodes = rows.flatMap(\.self)
        let summary = nodes.isEmpty ? "No service is configured" : "Arrows lead from a service to what it waits for"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="title" font-family="sans-serif" font-size="14">
            <title id="title">\(summary)</title>
            <defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M 0 0 L 10 5 L 0 10 z" fill="#57606a"/></marker></defs>
            <rect width="\(width)" height="\(height)" fill="#ffffff"/>
            \((edges.compactMap { arrow($0, nodes) } + nodes.map(box)).joined(separator: "\n"))
            </svg>

            """
    }

    private func arrow(_ edge: (from: String, to: String), _ nodes: [Node]) -> String? {
        guard let from = nodes.first(where: { $0.name == edge.from }),
            let to = nodes.first(where: { $0.name == edge.to })
        else { return nil }
        let (x1, y1) = (from.x + Self.width / 2, from.y + Self.height)
        let (x2, y2) = (to.x + Self.width / 2, to.y)
        let middle = (y1 + y2) / 2
        return
            "<path d=\"M \(x1) \(y1) C \(x1) \(middle) \(x2) \(middle) \(x2) \(y2)\" fill=\"none\" stroke=\"#57606a\" stroke-width=\"1.5\" marker-end=\"url(#arrow)\"/>"
    }

    private func box(_ node: Node) -> String {
        let (fill, stroke) =
            node.external ? ("#f6f8fa", "#8c959f") : node.critical ? ("#ddf4ff", "#0969da") : ("#ffffff", "#57606a")
        let dash = node.external ? " stroke-dasharray=\"5 3\"" : ""
        let note = node.note + (node.critical ? "" : ", not critical")
        let middle = node.x + Self.width / 2
        return """
            <g text-anchor="middle"><rect x="\(node.x)" y="\(node.y)" width="\(Self.width)" height="\(Self.height)" rx="8" fill="\(fill)" stroke="\(stroke)" stroke-width="1.5"\(dash)/>
            <text x="\(middle)" y="\(node.y + 23)" font-weight="bold" fill="#1f2328">\(Self.escaped(node.name, 18))</text>
            <text x="\(middle)" y="\(node.y + 41)" font-size="12" fill="#57606a">\(Self.escaped(note, 26))</text></g>
            """
    }

    /// Cut to what a box holds, and harmless in XML.
    private static func escaped(_ text: String, _ limit: Int) -> String {
        let short = text.count > limit ? text.prefix(limit - 1) + "…" : text[...]
        return short.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}

/// A chart of lines over one axis, as an SVG that stands for itself.
struct LineChart {
    struct Series {
        var name: String
        /// A colour of the page's style, such as `running`.
        var colour: String
        var points: [(x: Double, y: Double)]
        /// Filled down to zero.
        var isArea = false
    }

    private static let size = (width: 760.0, height: 250.0)
    private static let margin = (left: 64.0, right: 16.0, top: 10.0, bottom: 30.0)

    var title: String
    var series: [Series]
    /// How values of either axis are written.
    var x: (Double) -> String
    var y: (Double) -> String
    /// Marks of the x axis; chosen where there are none.
    var marks: [Double] = []

    private var lowX: Double { series.flatMap(\.points).map(\.x).min() ?? 0 }
    private var highX: Double { max(series.flatMap(\.points).map(\.x).max() ?? 1, lowX + 1e-9) }
    private var highY: Double { Self.ceiling(series.flatMap(\.points).map(\.y).max() ?? 1) }

    var html: String {
        let legend = series.map { "<span class=\"key\"><i class=\"\($0.colour)\"></i>\(Self.escaped($0.name))</span>" }
        return """
            <figure><figcaption><b>\(Self.escaped(title))</b>\(series.count > 1 ? legend.joined() : "")</figcaption>
            \(svg)</figure>
            """
    }

    private var svg: String {
        let (low, high, top) = (lowX, highX, highY)
        var parts: [String] = []
        for step in 0...4 { parts.append(gridLine(top * Double(step) / 4, top)) }
        for mark in marks.isEmpty ? Self.marks(low, high) : marks { parts.append(xMark(mark, low, high)) }
        for line in series { parts.append(path(line, low, high, top)) }
        return """
            <svg viewBox="0 0 \(Int(Self.size.width)) \(Int(Self.size.height))" role="img" \
            aria-label="\(Self.escaped(title))">\(parts.joined(separator: "\n"))</svg>
            """
    }

    private func horizontal(_ value: Double, _ low: Double, _ high: Double) -> Double {
        Self.margin.left + (value - low) / (high - low) * (Self.size.width - Self.margin.left - Self.margin.right)
    }

    private func vertical(_ value: Double, _ top: Double) -> Double {
        Self.size.height - Self.margin.bottom
            - value / top * (Self.size.height - Self.margin.top - Self.margin.bottom)
    }

    private func gridLine(_ value: Double, _ top: Double) -> String {
        let height = Self.text(vertical(value, top))
        let right = Self.text(Self.size.width - Self.margin.right)
        return """
            <line class="grid" x1="\(Self.text(Self.margin.left))" x2="\(right)" y1="\(height)" y2="\(height)"/>\
            <text class="tick" x="\(Self.text(Self.margin.left - 8))" y="\(height)" dy="4" text-anchor="end">\(y(value))</text>
            """
    }

    private func xMark(_ value: Double, _ low: Double, _ high: Double) -> String {
        let place = Self.text(horizontal(value, low, high))
        let bottom = Self.text(Self.size.height - 10)
        let isLast = (high - value) < (high - low) * 0.03
        return
            "<text class=\"tick\" x=\"\(place)\" y=\"\(bottom)\" text-anchor=\"\(isLast ? "end" : "middle")\">\(x(value))</text>"
    }

    private func path(_ line: Series, _ low: Double, _ high: Double, _ top: Double) -> String {
        guard let first = line.points.first, let last = line.points.last else { return "" }
        let places = line.points.map {
            "\(Self.text(horizontal($0.x, low, high))) \(Self.text(vertical($0.y, top)))"
        }
        let data = "M" + places.joined(separator: "L")
        guard line.isArea else { return "<path class=\"line \(line.colour)\" d=\"\(data)\"/>" }
        let base = Self.text(vertical(0, top))
        let (left, right) = (Self.text(horizontal(first.x, low, high)), Self.text(horizontal(last.x, low, high)))
        return "<path class=\"area \(line.colour)\" d=\"\(data)L\(right) \(base)L\(left) \(base)Z\"/>"
    }

    /// A round number that is not less, with four round parts.
    private static func ceiling(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var unit = 1.0
        while unit * 10 <= value { unit *= 10 }
        while unit > value { unit /= 10 }
        return ([1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].first { $0 * unit >= value } ?? 10) * unit
    }

    /// Round times from `low` to `high`, in seconds.
    private static func marks(_ low: Double, _ high: Double) -> [Double] {
        let steps: [Double] = [
            1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
            2_592_000, 31_536_000, 315_360_000,
        ]
        let step = steps.first { (high - low) / $0 <= 9 } ?? steps[steps.count - 1]
        var marks: [Double] = []
        var mark = (low / step).rounded(.up) * step
        while mark <= high {
            marks.append(mark)
            mark += step
        }
        return marks
    }

    /// One decimal is finer than anyone sees.
    private static func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}

/// A chart of lines over one axis that stands for itself: an SVG that takes the width it is given, and the writing beside
/// it in letters that keep their size.
struct LineChart {
    struct Series {
        var name: String
        /// A colour of the page's style, such as `running`.
        var colour: String
        var points: [(x: Double, y: Double)]
        /// Filled down to zero.
        var isArea = false
        /// A dot for each point, and where it may be instead.
        var hasDots = false
        var intervals: [(x: Double, low: Double, high: Double)] = []
    }

    private static let size = (width: 1_000.0, height: 400.0)

    var title: String
    var series: [Series]
    /// How values of either axis are written.
    var x: (Double) -> String
    var y: (Double) -> String
    /// Marks of the x axis; chosen where there are none.
    var marks: [Double] = []

    /// The stretch of either axis that is shown.
    private struct Frame {
        var low: Double
        var high: Double
        var top: Double

        func right(_ x: Double) -> Double { (x - low) / (high - low) }
        func up(_ y: Double) -> Double { y / top }
        func x(_ value: Double) -> String { LineChart.text(right(value) * LineChart.size.width) }
        func y(_ value: Double) -> String { LineChart.text((1 - up(value)) * LineChart.size.height) }
    }

    private var frame: Frame {
        let points = series.flatMap(\.points)
        let low = points.map(\.x).min() ?? 0
        let highest = (points.map(\.y) + series.flatMap(\.intervals).map(\.high)).max() ?? 1
        return Frame(low: low, high: max(points.map(\.x).max() ?? 1, low + 1e-9), top: Self.ceiling(highest))
    }

    var html: String {
        let legend = series.map { "<span class=\"key\"><i class=\"\($0.colour)\"></i>\(Self.escaped($0.name))</span>" }
        let frame = frame
        let steps = (0...4).map { frame.top * Double($0) / 4 }
        let shown = marks.isEmpty ? Self.marks(frame.low, frame.high) : marks
        let writing = steps.map { yMark($0, frame) } + shown.map { xMark($0, frame) }
        let drawing = steps.map { gridLine($0, frame) } + series.map { drawn($0, frame) }
        return """
            <figure><figcaption><b>\(Self.escaped(title))</b>\(series.count > 1 ? legend.joined() : "")</figcaption>
            <div class="plot"><svg viewBox="0 0 \(Int(Self.size.width)) \(Int(Self.size.height))" \
            preserveAspectRatio="none" role="img" aria-label="\(Self.escaped(title))">
            \(drawing.joined(separator: "\n"))</svg>
            \(writing.joined())</div></figure>
            """
    }

    private func gridLine(_ value: Double, _ frame: Frame) -> String {
        "<path class=\"grid\" d=\"M0 \(frame.y(value))H\(Int(Self.size.width))\"/>"
    }

    private func yMark(_ value: Double, _ frame: Frame) -> String {
        "<span class=\"tick y\" style=\"bottom:\(Self.text(frame.up(value) * 100))%\">\(y(value))</span>"
    }

    /// The last one stands before its place where it would stick out.
    private func xMark(_ value: Double, _ frame: Frame) -> String {
        let place = frame.right(value)
        let end = place > 0.97 ? " end" : ""
        return "<span class=\"tick x\(end)\" style=\"left:\(Self.text(place * 100))%\">\(Self.escaped(x(value)))</span>"
    }

    private func drawn(_ line: Series, _ frame: Frame) -> String {
        guard let first = line.points.first, let last = line.points.last else { return "" }
        let places = line.points.map { "\(frame.x($0.x)) \(frame.y($0.y))" }
        let data = "M" + places.joined(separator: "L")
        if line.isArea {
            let (left, right, base) = (frame.x(first.x), frame.x(last.x), frame.y(0))
            return "<path class=\"area \(line.colour)\" d=\"\(data)L\(right) \(base)L\(left) \(base)Z\"/>"
        }
        let ranges = line.intervals.map { range in
            "<path class=\"range \(line.colour)\" d=\"M\(frame.x(range.x)) \(frame.y(range.low))V\(frame.y(range.high))\"/>"
        }
        let dots = line.hasDots ? places.map { "<path class=\"dot \(line.colour)\" d=\"M\($0)h0\"/>" } : []
        return (["<path class=\"line \(line.colour)\" d=\"\(data)\"/>"] + ranges + dots).joined(separator: "\n")
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

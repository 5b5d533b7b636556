import Time
import Wire

/// A function of the values of a row.
enum InsightsFunction: String, Sendable, CaseIterable {
    // Numbers
    case abs, ceil, floor, greatest, least, log, sqrt
    // Times
    case bin, datefloor, dateceil, fromMillis, toMillis, now
    // Anything
    case ispresent, coalesce
    // Texts
    case isempty, isblank, concat, ltrim, rtrim, trim, strlen, toupper, tolower, substr, replace, strcontains

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .now: 0...0
        case .greatest, .least, .coalesce, .concat: 1...100
        case .datefloor, .dateceil, .strcontains: 2...2
        case .ltrim, .rtrim, .trim: 1...2
        case .substr: 2...3
        case .replace: 3...3
        default: 1...1
        }
    }

    var isCondition: Bool { [.ispresent, .isempty, .isblank, .strcontains].contains(self) }

    /// Which argument is a length of time, as `5m`: it becomes a number of milliseconds.
    var periodIndex: Int? {
        switch self {
        case .bin: 0
        case .datefloor, .dateceil: 1
        default: nil
        }
    }

    /// `nil` for what cannot be told of these.
    func value(_ arguments: [InsightsValue?], _ context: InsightsContext) -> InsightsValue? {
        switch self {
        case .ispresent: return .flag(arguments[0] != nil)
        case .isempty: return .flag(arguments[0]?.shown.isEmpty ?? true)
        case .isblank: return .flag(arguments[0]?.shown.allSatisfy(\.isWhitespace) ?? true)
        case .coalesce: return arguments.lazy.compactMap(\.self).first
        case .concat: return .text(arguments.map { $0?.shown ?? "" }.joined())
        case .now: return .number(context.now.secondsSinceEpoch.rounded(.down))
        default: break
        }
        let values = arguments.compactMap(\.self)
        guard values.count == arguments.count else { return nil }
        let numbers = values.compactMap(\.number)
        return numbers.count == values.count ? ofNumbers(numbers) ?? ofTexts(values) : ofTexts(values)
    }

    private func ofNumbers(_ numbers: [Double]) -> InsightsValue? {
        switch self {
        case .abs: InsightsValue(finite: numbers[0].magnitude)
        case .ceil: InsightsValue(finite: numbers[0].rounded(.up))
        case .floor: InsightsValue(finite: numbers[0].rounded(.down))
        case .greatest: numbers.max().map { .number($0) }
        case .least: numbers.min().map { .number($0) }
        case .log: InsightsValue(finite: InsightsMath.logarithm(numbers[0]))
        case .sqrt: InsightsValue(finite: numbers[0].squareRoot())
        case .bin, .datefloor: Self.time(numbers, .down)
        case .dateceil: Self.time(numbers, .up)
        case .fromMillis: Int64(exactly: numbers[0].rounded()).flatMap(Self.time)
        case .toMillis: .number(numbers[0])
        default: nil
        }
    }

    private static func time(_ numbers: [Double], _ rounding: FloatingPointRoundingRule) -> InsightsValue? {
        guard numbers.count == 2, numbers[1] > 0 else { return nil }
        return Int64(exactly: (numbers[0] / numbers[1]).rounded(rounding) * numbers[1]).flatMap(time)
    }

    /// `nil` for moments that cannot be shown.
    private static func time(_ milliseconds: Int64) -> InsightsValue? {
        (0...9_000_000_000_000).contains(milliseconds) ? .time(milliseconds) : nil
    }

    private func ofTexts(_ values: [InsightsValue]) -> InsightsValue? {
        let texts = values.map(\.shown)
        switch self {
        case .strlen: return .number(Double(texts[0].count))
        case .toupper: return .text(texts[0].uppercased())
        case .tolower: return .text(texts[0].lowercased())
        case .strcontains: return .flag(texts[0].contains(texts[1]))
        case .replace: return texts[1].isEmpty ? values[0] : .text(texts[0].replacing(texts[1], with: texts[2]))
        case .ltrim, .rtrim, .trim: return .text(trimmed(texts[0], texts.count > 1 ? texts[1] : nil))
        case .substr: return substring(texts[0], values.dropFirst().map { $0.number ?? 0 })
        default: return nil
        }
    }

    private func trimmed(_ text: String, _ characters: String?) -> String {
        let isCut = { (character: Character) in characters?.contains(character) ?? character.isWhitespace }
        var rest = text[...]
        if self != .rtrim { rest = rest.drop(while: isCut) }
        if self != .ltrim { while let last = rest.last, isCut(last) { rest.removeLast() } }
        return String(rest)
    }

    /// From a place, counted from 0, and as long as is said.
    private func substring(_ text: String, _ places: [Double]) -> InsightsValue? {
        let bounds = places.map { Int(exactly: min(max(0, $0.rounded(.down)), 1e9)) ?? 0 }
        let rest = text.dropFirst(bounds[0])
        return .text(String(bounds.count > 1 ? rest.prefix(bounds[1]) : rest))
    }
}

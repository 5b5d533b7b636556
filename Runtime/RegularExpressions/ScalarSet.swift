/// Scalars of which one may stand at a place.
struct ScalarSet: Sendable {
    /// General categories of Unicode, or all others.
    private struct Categories: Sendable {
        var categories: Set<Unicode.GeneralCategory>
        var isNegated: Bool
    }

    private static let last: UInt32 = 0x10FFFF

    /// Ascending, and apart from each other.
    private var ranges: [ClosedRange<UInt32>] = []
    private var categories: [Categories] = []
    private var isNegated = false
    /// A bit for each scalar of ASCII that is in `ranges`.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    init(_ ranges: [ClosedRange<UInt32>] = []) { insert(ranges) }

    /// Of one scalar.
    init(_ scalar: UInt32) { self.init([scalar...scalar]) }

    init(categories: Set<Unicode.GeneralCategory>) {
        self.categories = [Categories(categories: categories, isNegated: false)]
    }

    func contains(_ scalar: UInt32) -> Bool { isMember(scalar) != isNegated }

    private func isMember(_ scalar: UInt32) -> Bool {
        let isInRanges =
            scalar < 128
            ? (scalar < 64 ? ascii.low >> scalar : ascii.high >> (scalar - 64)) & 1 == 1
            : ranges.contains { $0.contains(scalar) }
        return isInRanges || categories.contains { Self.isIn($0, scalar) }
    }

    private static func isIn(_ categories: Categories, _ scalar: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(scalar) else { return categories.isNegated }
        return categories.categories.contains(scalar.properties.generalCategory) != categories.isNegated
    }

    // MARK: Changing

    mutating func insert(_ new: [ClosedRange<UInt32>]) {
        var joined: [ClosedRange<UInt32>] = []
        for range in (ranges + new).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        ranges = joined
        ascii = (0, 0)
        for range in ranges {
            for scalar in range.prefix(while: { $0 < 128 }) {
                if scalar < 64 { ascii.low |= 1 << scalar } else { ascii.high |= 1 << (scalar - 64) }
            }
        }
    }

    /// All that is in another set, which is not negated.
    mutating func insert(_ other: ScalarSet) {
        insert(other.ranges)
        categories += other.categories
    }

    /// All that is not in it.
    var negated: ScalarSet {
        var set = self
        set.isNegated.toggle()
        return set
    }

    /// The same without the mark of negation, so that it can be a part of others. Of categories there is one at most.
    var complement: ScalarSet {
        if let only = categories.first {
            var set = ScalarSet()
            set.categories = [Categories(categories: only.categories, isNegated: !only.isNegated)]
            return set
        }
        var (others, next) = ([ClosedRange<UInt32>](), UInt32(0))
        for range in ranges {
            if range.lowerBound > next { others.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.last { others.append(next...Self.last) }
        return ScalarSet(others)
    }

    /// With the other case of each letter of ASCII.
    var ignoringCase: ScalarSet {
        var set = self
        for range in ranges {
            // The bit in which the cases differ.
            set.insert(range.clamped(to: 0x41...0x5A).filter(range.contains).map { ($0 ^ 0x20)...($0 ^ 0x20) })
            set.insert(range.clamped(to: 0x61...0x7A).filter(range.contains).map { ($0 ^ 0x20)...($0 ^ 0x20) })
        }
        return set
    }

    // MARK: Those with a name

    static let digits = ScalarSet([0x30...0x39])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet([0x09...0x0D, 0x20...0x20])
    static let lineEnds = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])
    static let all = ScalarSet([0...last])

    /// What `\p{…}` may name: POSIX classes of ASCII, as Java calls them, and general categories of Unicode.
    static func property(_ name: String) -> ScalarSet? {
        if let ranges = posix[name] { return ScalarSet(ranges) }
        if let categories = general[name] { return ScalarSet(categories: categories) }
        return nil
    }

    private static let posix: [String: [ClosedRange<UInt32>]] = [
        "ASCII": [0...0x7F],
        "Alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
        "Alpha": [0x41...0x5A, 0x61...0x7A],
        "Blank": [0x09...0x09, 0x20...0x20],
        "Cntrl": [0...0x1F, 0x7F...0x7F],
        "Digit": [0x30...0x39],
        "Graph": [0x21...0x7E],
        "Lower": [0x61...0x7A],
        "Print": [0x20...0x7E],
        "Punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "Space": [0x09...0x0D, 0x20...0x20],
        "Upper": [0x41...0x5A],
        "XDigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    /// https://www.unicode.org/reports/tr44/#General_Category_Values
    private static let general: [String: Set<Unicode.GeneralCategory>] = {
        let single: [String: Unicode.GeneralCategory] = [
            "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
            "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark,
            "Nd": .decimalNumber, "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation,
            "Pd": .dashPunctuation, "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation,
            "Pf": .finalPunctuation, "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol,
            "Sk": .modifierSymbol, "So": .otherSymbol, "Zs": .spaceSeparator, "Zl": .lineSeparator,
            "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format, "Cs": .surrogate, "Co": .privateUse,
            "Cn": .unassigned,
        ]
        var all = single.mapValues { Set([$0]) }
        for (name, category) in single { all[String(name.prefix(1)), default: []].insert(category) }
        all["LC"] = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]
        return all
    }()
}

/// Which field of a row is what: in the usual order, or as the heading has it.
struct TraceColumns: Sendable {
    /// In the usual order.
    private let names: [String]
    /// Of each name; `nil` where the heading has it not.
    private var places: [Int?]
    /// How many fields a row has, or may have.
    private(set) var width: Int

    init(_ names: [String]) { (self.names, places, width) = (names, names.indices.map(\.self), names.count) }

    /// Other names for the same.
    private static let aliases = ["timestamp": "time"]

    /// Takes the order of a heading, and returns what it names besides.
    mutating func read(heading: [String]) -> [String] {
        let found = heading.map { $0.lowercased() }.map { name in
            names.contains(name) ? name : Self.aliases[name] ?? name
        }
        places = names.map { found.firstIndex(of: $0) }
        width = heading.count
        return heading.indices.filter { !places.contains($0) }.map { heading[$0] }
    }

    /// `nil` where the heading has it not, or the row ends before it.
    func field(_ name: Int, of fields: [String]) -> String? {
        guard let place = places[name], place < fields.count else { return nil }
        return fields[place]
    }

    func missing(_ required: some Sequence<Int>) -> [String] {
        required.filter { places[$0] == nil }.map { names[$0] }
    }

    /// `time,function,duration`.
    var order: String { names.joined(separator: ",") }
}

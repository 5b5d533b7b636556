import JSON

/// The capacity units that a request took.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
struct Capacity: Sendable {
    /// What a caller wants to be told of it.
    enum Detail: String, Sendable {
        case none = "NONE"
        case total = "TOTAL"
        case indexes = "INDEXES"

        init(_ input: JSON.Object) {
            self = input["ReturnConsumedCapacity"]?.stringValue.flatMap(Detail.init) ?? .none
        }
    }

    var table = 0.0
    private var indexes: [(index: String, kind: SecondaryIndex.Kind, units: Double)] = []

    /// One unit for each KB or part of it, and one for no item at all.
    static func writeUnits(_ bytes: Int) -> Int { max(1, (bytes + 1023) / 1024) }

    /// One unit for each 4 KB or part of it when the read is consistent, half of that otherwise.
    static func readUnits(_ bytes: Int, isConsistent: Bool) -> Double {
        Double(max(1, (bytes + 4095) / 4096)) * (isConsistent ? 1 : 0.5)
    }

    var total: Double { indexes.reduce(table) { $0 + $1.units } }

    mutating func add(_ units: Double, to index: SecondaryIndex) {
        if let position = indexes.firstIndex(where: { $0.index == index.name }) {
            indexes[position].units += units
        } else {
            indexes.append((index.name, index.kind, units))
        }
    }

    static func += (lhs: inout Capacity, rhs: Capacity) {
        lhs.table += rhs.table
        for entry in rhs.indexes {
            if let position = lhs.indexes.firstIndex(where: { $0.index == entry.index }) {
                lhs.indexes[position].units += entry.units
            } else {
                lhs.indexes.append(entry)
            }
        }
    }

    func json(_ table: String, _ detail: Detail) -> JSON {
        var object = JSON.Object([("TableName", .string(table)), ("CapacityUnits", .number("\(total)"))])
        guard detail == .indexes else { return .object(object) }
        object["Table"] = ["CapacityUnits": .number("\(self.table)")]
        for kind in [SecondaryIndex.Kind.local, .global] {
            let own = indexes.filter { $0.kind == kind }
            guard !own.isEmpty else { continue }
            object[kind.rawValue] = .object(
                JSON.Object(own.map { ($0.index, ["CapacityUnits": .number("\($0.units)")]) })
            )
        }
        return .object(object)
    }
}

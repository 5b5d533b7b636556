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

    /// What the units of a transaction are. AWS counts those twice.
    enum Transaction: String, Sendable {
        case reads = "ReadCapacityUnits"
        case writes = "WriteCapacityUnits"
    }

    var table = 0.0
    private var indexes: [(index: String, kind: SecondaryIndex.Kind, units: Double)] = []

    init(table: Double = 0) { self.table = table }

    /// One unit for each KB or part of it, and one for no item at all.
    static func writeUnits(_ bytes: Int) -> Int { max(1, (bytes + 1023) / 1024) }

    /// One unit for each 4 KB or part of it when the read is consistent, half of that otherwise.
    static func readUnits(_ bytes: Int, isConsistent: Bool) -> Double {
        Double(max(1, (bytes + 4095) / 4096)) * (isConsistent ? 1 : 0.5)
    }

    /// What AWS counts at least for a scan from end to end: it reads each of the four partitions that a table begins
    /// with, and counts no less than one read for any.
    static func wholeScan(isConsistent: Bool) -> Double { 4 * readUnits(0, isConsistent: isConsistent) }

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

    func json(_ table: String, _ detail: Detail, _ transaction: Transaction? = nil) -> JSON {
        var object = JSON.Object([("TableName", .string(table))])
        for (name, units) in Self.units(total, transaction) { object[name] = units }
        guard detail == .indexes else { return .object(object) }
        object["Table"] = .object(JSON.Object(Self.units(self.table, transaction)))
        for kind in [SecondaryIndex.Kind.local, .global] {
            let own = indexes.filter { $0.kind == kind }
            guard !own.isEmpty else { continue }
            object[kind.rawValue] = .object(
                JSON.Object(own.map { ($0.index, .object(JSON.Object(Self.units($0.units, transaction)))) })
            )
        }
        return .object(object)
    }

    private static func units(_ units: Double, _ transaction: Transaction?) -> [(String, JSON)] {
        guard let transaction else { return [("CapacityUnits", .number("\(units)"))] }
        let doubled = JSON.number("\(2 * units)")
        return [("CapacityUnits", doubled), (transaction.rawValue, doubled)]
    }
}

/// The capacity units of a request that is about several tables, in the order in which it names them.
struct TableCapacities {
    private var entries: [(table: Table, capacity: Capacity)] = []

    mutating func add(_ capacity: Capacity, _ table: Table) {
        if let position = entries.firstIndex(where: { $0.table === table }) {
            entries[position].capacity += capacity
        } else {
            entries.append((table, capacity))
        }
    }

    func json(_ detail: Capacity.Detail, _ transaction: Capacity.Transaction? = nil) -> JSON {
        .array(entries.map { $0.capacity.json($0.table.name, detail, transaction) })
    }
}

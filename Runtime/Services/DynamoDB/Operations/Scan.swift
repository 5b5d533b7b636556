import JSON
import ServiceKit
import Storage
import Wire

/// Reads a whole table or index, or one of several equal segments of it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
struct Scan: Operation {
    static let input = Shape.structure(
        "ScanInput",
        ReadRange.members + [
            .optional("TotalSegments", .number(java: "Integer", range: 1...1_000_000)),
            .optional("Segment", .number(java: "Integer", range: 0...999_999)),
            .optional("ScanFilter", .conditions),
        ]
    )
    static let access = OperationAccess.read

    private var read: ReadRange
    private let segment: (number: Int, total: Int)?

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        var expressions = try ExpressionParameters(
            input,
            .older,
            expressions: ["ProjectionExpression", "FilterExpression"],
            legacy: ["AttributesToGet", "ScanFilter", "ConditionalOperator"]
        )
        let filter = try LegacyConditions.filter(input, "ScanFilter", .older)
        read = try ReadRange(input, .older)
        read.filter = filter
        segment = try Self.segment(input["Segment"]?.intValue, input["TotalSegments"]?.intValue)
        try read.checkSelection(input)
        if let filter = try expressions.condition("FilterExpression") { read.filter = filter }
        read.projection = try expressions.projection()
        try expressions.finish()
    }

    private static func segment(_ number: Int?, _ total: Int?) throws(AWSError) -> (Int, Int)? {
        switch (number, total) {
        case (nil, nil): return nil
        case (_?, nil):
            throw .validation(
                "The TotalSegments parameter is required but was not present in the request "
                    + "when Segment parameter is present"
            )
        case (nil, _?):
            throw .validation(
                "The Segment parameter is required but was not present in the request "
                    + "when parameter TotalSegments is present"
            )
        case (let number?, let total?):
            guard number < total else {
                throw .validation(
                    "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                        + "Segment: \(number) is not less than TotalSegments: \(total)"
                )
            }
            return (number, total)
        }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try service.catalogue.table(read.tableName)
        let index = try read.index(table)
        if let key = read.startKey, let index {
            try StartKey.checkCount(key, table, index)
            try StartKey.check(key, index.index.key.partition, isPartition: true)
            try StartKey.check(key, index.index.key.sort, isPartition: false)
        }
        try read.checkProjected(index, table)
        var range = RowRange(tableName: index?.tableName ?? table.items.tableName, isIndex: index != nil)
        if let segment {
            range.segment = (
                KeyEncoding.segmentStart(segment.number, of: segment.total),
                KeyEncoding.segmentStart(segment.number + 1, of: segment.total)
            )
        }
        if let key = read.startKey {
            let position = try StartKey.position(key, table, index)
            try checkStart(position, range)
            range.start = position
        }
        try read.checkPaths(table)
        return try read.perform(range, table, index, connection)
    }

    private func checkStart(_ start: RowRange.Position, _ range: RowRange) throws(AWSError) {
        guard let segment, let bounds = range.segment else { return }
        let partition = start.key.partition
        let isBefore = bounds.first.map { partition.lexicographicallyPrecedes($0) } ?? false
        let isBehind = bounds.end.map { !partition.lexicographicallyPrecedes($0) } ?? false
        guard isBefore || isBehind else { return }
        throw .validation(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. "
                + "Please use ExclusiveStartKey with correct Segment. "
                + "TotalSegments: \(segment.total) Segment: \(segment.number)"
        )
    }
}

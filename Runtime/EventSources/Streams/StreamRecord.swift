import JSON
import Time
import Wire

/// A record of a stream as a function gets it.
struct StreamRecord: Sendable, Hashable {
    var sequenceNumber: String
    /// Records with the same key keep their order.
    var partitionKey: String
    /// When the source took it.
    var arrival: Timestamp
    /// The record in the function's event.
    var document: [UInt8]
    /// The mapping's filters let it through; any other is done as soon as it is read.
    var isWanted = true

    init(sequenceNumber: String, partitionKey: String, arrival: Timestamp, document: [UInt8]) {
        self.sequenceNumber = sequenceNumber
        self.partitionKey = partitionKey
        self.arrival = arrival
        self.document = document
    }
}

extension StreamRecord {
    /// Reads a record as `GetRecords` of DynamoDB Streams gives it; `nil` for what is none.
    /// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
    init?(dynamoDB document: [UInt8], of stream: ARN) {
        guard case .object(var record)? = try? JSON(parsing: document), var change = record["dynamodb"]?.objectValue,
            let number = change["SequenceNumber"]?.stringValue
        else { return nil }
        let moment = change["ApproximateCreationDateTime"]?.doubleValue ?? 0
        // With a fraction, as on AWS: some languages tell it from a whole number.
        change["ApproximateCreationDateTime"] = .number("\(moment)")
        record["dynamodb"] = .object(change)
        if let identity = record["userIdentity"] {
            record["userIdentity"] = .object(
                JSON.Object([
                    ("principalId", identity["PrincipalId"] ?? .null), ("type", identity["Type"] ?? .null),
                ])
            )
        }
        record["eventSourceARN"] = .string(stream.description)
        self.init(
            sequenceNumber: number,
            partitionKey: change["Keys"]?.text ?? "",
            arrival: Timestamp(secondsSinceEpoch: moment),
            document: JSON.object(record).bytes
        )
    }
}

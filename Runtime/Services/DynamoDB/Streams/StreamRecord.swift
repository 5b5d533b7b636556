import JSON
import Time
import Wire

/// What one write changed.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
struct StreamRecord: Sendable {
    enum EventName: String, Sendable {
        case insert = "INSERT"
        case modify = "MODIFY"
        case remove = "REMOVE"
    }

    /// Who made the change, when no request did.
    enum UserIdentity: Sendable {
        /// DynamoDB itself, because the item has expired.
        case timeToLive
    }

    /// What a record says of itself besides the change.
    struct Stamp: Sendable {
        /// 32 hexadecimal digits.
        var eventID: String
        var sequenceNumber: Int
        var now: Timestamp
    }

    let eventName: EventName
    private let old: AttributeMap?
    private let new: AttributeMap?
    private let keys: AttributeMap
    private let userIdentity: UserIdentity?

    /// `nil` when the write has changed nothing: there is no record of that.
    init?(_ old: AttributeMap?, to new: AttributeMap?, _ key: KeySchema, by userIdentity: UserIdentity? = nil) {
        switch (old, new) {
        case (nil, nil): return nil
        case (nil, let new?): (eventName, keys) = (.insert, new.picking(key.names))
        case (let old?, nil): (eventName, keys) = (.remove, old.picking(key.names))
        case (let old?, let new?):
            if old == new { return nil }
            (eventName, keys) = (.modify, new.picking(key.names))
        }
        self.old = old
        self.new = new
        self.userIdentity = userIdentity
    }

    /// The record as `GetRecords` gives it.
    func wireBytes(_ stream: Stream, _ stamp: Stamp) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.raw("{\"eventID\":\"\(stamp.eventID)\",\"eventName\":\"\(eventName.rawValue)\",")
        writer.raw("\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":")
        writer.string(stream.arn.region)
        writer.raw(
            ",\"dynamodb\":{\"ApproximateCreationDateTime\":\(stamp.now.millisecondsSinceEpoch / 1000),\"Keys\":"
        )
        writer.attributes(keys)
        var size = keys.size
        if stream.viewType.hasNewImage, let new {
            writer.raw(",\"NewImage\":")
            writer.attributes(new)
            size += new.size
        }
        if stream.viewType.hasOldImage, let old {
            writer.raw(",\"OldImage\":")
            writer.attributes(old)
            size += old.size
        }
        writer.raw(",\"SequenceNumber\":\"\(SequenceNumber.text(stamp.sequenceNumber))\",\"SizeBytes\":\(size),")
        writer.raw("\"StreamViewType\":\"\(stream.viewType.rawValue)\"}")
        switch userIdentity {
        case nil: writer.raw("}")
        case .timeToLive:
            writer.raw(",\"userIdentity\":{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}}")
        }
        return writer.bytes
    }
}

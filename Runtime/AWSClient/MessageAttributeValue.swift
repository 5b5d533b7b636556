/// A typed value beside a message of a queue or a topic.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html
public struct MessageAttributeValue: Sendable, Hashable {
    /// `String`, `Number` or `Binary`, for topics `String.Array` as well; a custom label may stand behind a dot.
    public var dataType: String
    public var stringValue: String?
    public var binaryValue: [UInt8]?

    public init(dataType: String, stringValue: String? = nil, binaryValue: [UInt8]? = nil) {
        self.dataType = dataType
        self.stringValue = stringValue
        self.binaryValue = binaryValue
    }

    public static func string(_ text: String) -> Self { Self(dataType: "String", stringValue: text) }
    public static func number(_ value: some BinaryInteger) -> Self { Self(dataType: "Number", stringValue: "\(value)") }
    public static func number(_ value: Double) -> Self { Self(dataType: "Number", stringValue: "\(value)") }
    public static func binary(_ bytes: [UInt8]) -> Self { Self(dataType: "Binary", binaryValue: bytes) }
}

extension MessageAttributeValue: WireEncodable, WireDecodable {
    func write(to object: inout WireObject) {
        object.set("DataType", dataType)
        object.set("StringValue", stringValue)
        object.set("BinaryValue", binaryValue.map(Base64.init))
    }

    init(_ object: WireMembers) throws(WireError) {
        dataType = try object.required("DataType")
        stringValue = try object.get("StringValue")
        let binary: Base64? = try object.get("BinaryValue")
        binaryValue = binary?.bytes
    }
}

import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lists streams, the newest first, up to a hundred at a time: also those that have ended less than a day ago.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html
struct ListStreams: Operation {
    static let input = Shape.structure(
        "ListStreamsInput",
        [
            .optional("TableName", .tableName),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
            .optional("ExclusiveStartStreamArn", .streamARN),
        ]
    )
    static let access = OperationAccess.read

    private let tableName: String?
    private let start: (tableName: String, label: String)?
    private let limit: Int

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try input["TableName"]?.stringValue.map(service.catalogue.name)
        limit = input["Limit"]?.intValue ?? 100
        // The stream itself may be gone by now.
        start = input["ExclusiveStartStreamArn"]?.stringValue.flatMap(Stream.parts)
        guard start != nil || input["ExclusiveStartStreamArn"]?.nonNull == nil else { throw .invalidStreamARN }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let streams = try Stream.list(
            tableName: tableName,
            after: start,
            at: service.context.time.now,
            limit: limit + 1,
            service.context.account,
            connection
        )
        let page = streams.prefix(limit)
        var reply = Reply()
        reply.member(
            "Streams",
            .array(
                page.map { stream in
                    [
                        "StreamArn": .string(stream.arn.description),
                        "TableName": .string(stream.tableName),
                        "StreamLabel": .string(stream.label),
                    ]
                }
            )
        )
        if streams.count > limit, let last = page.last {
            reply.member("LastEvaluatedStreamArn", .string(last.arn.description))
        }
        return reply.finish()
    }
}

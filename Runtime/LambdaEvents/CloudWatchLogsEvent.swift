import FoundationEssentials
import JSON

/// What a subscription filter sends of a log: lines of one stream, gzipped.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html
public struct CloudWatchLogsEvent: Codable, Sendable {
    public let awslogs: CompressedLogs

    public struct CompressedLogs: Codable, Sendable {
        /// Base64 of the gzipped `LogData`.
        public let data: String
    }

    /// The lines. Throws for data that is not what a subscription filter sends.
    public func decodeLogs() throws -> LogData {
        guard let bytes = Data(base64Encoded: awslogs.data), let text = Gzip.decompress([UInt8](bytes)) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "awslogs.data is not base64 of gzipped data")
            )
        }
        return try JSONCoder.decode(LogData.self, from: Data(text))
    }

    /// Lines of a log stream that match a subscription filter.
    public struct LogData: Codable, Sendable {
        /// `DATA_MESSAGE`, or `CONTROL_MESSAGE` where AWS only looks whether the function can be reached.
        public let messageType: String
        /// The account that the logs belong to.
        public let owner: String
        public let logGroup: String
        public let logStream: String
        public let subscriptionFilters: [String]
        public let logEvents: [LogEvent]
    }

    public struct LogEvent: Codable, Sendable, Hashable {
        public let id: String
        /// Milliseconds since 1970.
        public let timestamp: Int64
        public let message: String
    }
}

import Wire

/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors
extension AWSError {
    static let invalidStreamARN = validation("Invalid StreamArn")

    static func noSuchStream(_ arn: String) -> AWSError {
        AWSError("ResourceNotFoundException", message: "Requested resource not found: Stream: \(arn) not found")
    }

    static func noSuchShard(_ id: String, _ stream: Stream) -> AWSError {
        AWSError(
            "ResourceNotFoundException",
            message: "Requested resource not found: Shard: \(id) in Stream: \(stream.arn) not found"
        )
    }

    static let invalidShardIterator = validation("Invalid ShardIterator")

    static let expiredIterator = AWSError(
        "ExpiredIteratorException",
        message: "The provided iterator exceeds the maximum age allowed."
    )

    static let trimmedData = AWSError(
        "TrimmedDataAccessException",
        message: "The data you are trying to access has been trimmed."
    )
}

extension DynamoDB.ReturnValue: WireValue {}
extension DynamoDB.ReturnValuesOnConditionCheckFailure: WireValue {}
extension DynamoDB.ReturnConsumedCapacity: WireValue {}
extension DynamoDB.ReturnItemCollectionMetrics: WireValue {}
extension DynamoDB.Select: WireValue {}
extension DynamoDB.BillingMode: WireValue, WireReadable {}
extension DynamoDB.ScalarAttributeType: WireValue, WireReadable {}
extension DynamoDB.KeyType: WireValue, WireReadable {}
extension DynamoDB.ProjectionType: WireValue, WireReadable {}
extension DynamoDB.StreamViewType: WireValue, WireReadable {}

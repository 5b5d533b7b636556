extension DynamoDB {
    /// Which attributes a write answers with. `allNew`, `updatedOld` and `updatedNew` are for UpdateItem alone.
    public enum ReturnValue: String, Sendable {
        case none = "NONE"
        case allOld = "ALL_OLD"
        case updatedOld = "UPDATED_OLD"
        case allNew = "ALL_NEW"
        case updatedNew = "UPDATED_NEW"
    }

    /// Whether a failed condition's error carries the item.
    public enum ReturnValuesOnConditionCheckFailure: String, Sendable {
        case allOld = "ALL_OLD"
        case none = "NONE"
    }

    public enum ReturnConsumedCapacity: String, Sendable {
        case indexes = "INDEXES"
        case total = "TOTAL"
        case none = "NONE"
    }

    public enum ReturnItemCollectionMetrics: String, Sendable {
        case size = "SIZE"
        case none = "NONE"
    }

    /// What a Query or Scan answers with.
    public enum Select: String, Sendable {
        case allAttributes = "ALL_ATTRIBUTES"
        case allProjectedAttributes = "ALL_PROJECTED_ATTRIBUTES"
        case specificAttributes = "SPECIFIC_ATTRIBUTES"
        case count = "COUNT"
    }

    public enum BillingMode: String, Sendable {
        case provisioned = "PROVISIONED"
        case payPerRequest = "PAY_PER_REQUEST"
    }

    public enum ScalarAttributeType: String, Sendable {
        case s = "S"
        case n = "N"
        case b = "B"
    }

    public enum KeyType: String, Sendable {
        case hash = "HASH"
        case range = "RANGE"
    }

    public enum ProjectionType: String, Sendable {
        case all = "ALL"
        case keysOnly = "KEYS_ONLY"
        case include = "INCLUDE"
    }

    public enum StreamViewType: String, Sendable {
        case newImage = "NEW_IMAGE"
        case oldImage = "OLD_IMAGE"
        case newAndOldImages = "NEW_AND_OLD_IMAGES"
        case keysOnly = "KEYS_ONLY"
    }
}

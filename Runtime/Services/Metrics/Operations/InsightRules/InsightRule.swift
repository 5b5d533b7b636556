import JSON
import ServiceKit
import Wire

/// A Contributor Insights rule is kept and shown. Its reports are refused, as nothing counts for it.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights.html
enum InsightRule {
    static let kind = "insight-rule"
    static let ruleName = Shape.string(length: 1...128)
    static let ruleNames = Shape.list(.ruleName)
    static let state = Shape.string(values: ["ENABLED", "DISABLED"])

    static let failures = Shape.reply([
        .optional(
            "Failures",
            .list(
                .structure(
                    [
                        .optional("FailureResource", .string()), .optional("ExceptionType", .string()),
                        .optional("FailureCode", .string()), .optional("FailureDescription", .string()),
                    ],
                    java: ""
                )
            )
        )
    ])

    /// As `CloudWatchLogRule/1`.
    static func schema(_ definition: String) throws(AWSError) -> String {
        guard let json = try? JSON(parsing: Array(definition.utf8)), json.objectValue != nil,
            let schema = json["Schema"]
        else { throw .invalidValue("The parameter RuleDefinition is not valid: it has no Schema.") }
        guard let name = schema["Name"]?.stringValue ?? schema.stringValue else {
            throw .invalidValue("The parameter RuleDefinition is not valid: its Schema has no name.")
        }
        return "\(name)/\(schema["Version"]?.intValue ?? 1)"
    }

    /// Changes each of the rules that a request names. What is told of those that are not there.
    static func forEach(
        _ call: RegionalCall,
        _ documents: inout Documents,
        _ change: (inout JSON.Object?) -> Void
    ) -> JSON {
        var failures: [JSON] = []
        for name in (call["RuleNames"]?.arrayValue ?? []).compactMap(\.stringValue) {
            guard let former = documents[call.shelf(kind), name] else {
                failures.append([
                    "FailureResource": .string(name), "ExceptionType": "ResourceNotFoundException",
                    "FailureCode": "404",
                    "FailureDescription": "The rule does not exist.",
                ])
                continue
            }
            var rule: JSON.Object? = former
            change(&rule)
            documents[call.shelf(kind), name] = rule
        }
        return ["Failures": .array(failures)]
    }
}

extension Shape {
    static let ruleName = InsightRule.ruleName
}

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableInsightRules.html
struct EnableInsightRules: DocumentChange<Metrics> {
    static let input = Shape.request(name, [.required("RuleNames", InsightRule.ruleNames)])
    static let output = InsightRule.failures

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        InsightRule.forEach(call, &documents) { $0?["State"] = "ENABLED" }
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableInsightRules.html
struct DisableInsightRules: DocumentChange<Metrics> {
    static let input = Shape.request(name, [.required("RuleNames", InsightRule.ruleNames)])
    static let output = InsightRule.failures

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        InsightRule.forEach(call, &documents) { $0?["State"] = "DISABLED" }
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteInsightRules.html
struct DeleteInsightRules: DocumentChange<Metrics> {
    static let input = Shape.request(name, [.required("RuleNames", InsightRule.ruleNames)])
    static let output = InsightRule.failures

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        InsightRule.forEach(call, &documents) { $0 = nil }
    }
}

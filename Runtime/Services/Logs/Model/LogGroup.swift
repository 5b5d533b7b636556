import JSON
import ServiceKit
import Time
import Wire

/// A log group: streams that share retention, tags and filters.
struct LogGroup: Sendable {
    /// In the store.
    var number: Int
    var name: String
    var retentionInDays: Int?
    var settings: Settings

    struct Settings: Sendable, Codable {
        /// Milliseconds since 1970, as all times of this service.
        var created: Int64
        var kmsKeyID: String?
        var logGroupClass = "STANDARD"
        var tags: [String: String] = [:]
        var isProtected = false
    }

    static func arn(_ name: String, _ account: AWSAccount) -> String {
        account.arn("logs", "log-group:\(name)").description
    }

    /// Events before this are gone; in milliseconds since 1970.
    func horizon(_ now: Timestamp) -> Int64 {
        retentionInDays.map { now.millisecondsSinceEpoch - Int64($0) * 86_400_000 } ?? .min
    }

    func json(_ account: AWSAccount, metricFilters: Int, storedBytes: Int) -> JSON.Object {
        let arn = Self.arn(name, account)
        var object = JSON.Object([
            ("logGroupName", .string(name)), ("creationTime", JSON(settings.created)),
            ("metricFilterCount", JSON(metricFilters)), ("arn", .string(arn + ":*")),
            ("storedBytes", JSON(storedBytes)), ("logGroupClass", .string(settings.logGroupClass)),
            ("logGroupArn", .string(arn)), ("deletionProtectionEnabled", .bool(settings.isProtected)),
        ])
        object["retentionInDays"] = retentionInDays.map { JSON($0) }
        object["kmsKeyId"] = settings.kmsKeyID.map { .string($0) }
        return object
    }
}

/// The name of a log group in a request, alone or in an ARN.
enum LogGroupReference {
    /// AWS does not quote what it refuses as `logGroupIdentifier`: an ARN with `:*` is none.
    static func check(_ input: JSON.Object) throws(AWSError) {
        guard let text = input["logGroupIdentifier"]?.stringValue else { return }
        let pattern = Shape.Pattern.identifier
        guard pattern.matches(text) else {
            throw .invalidParameter(
                "1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy constraint: Member must "
                    + "satisfy regular expression pattern: \(pattern.text)"
            )
        }
    }

    /// Of `logGroupName` or `logGroupIdentifier`, of which there must be one.
    static func name(_ input: JSON.Object) throws(AWSError) -> String {
        let (name, identifier) = (input["logGroupName"]?.stringValue, input["logGroupIdentifier"]?.stringValue)
        guard name == nil || identifier == nil else {
            throw AWSError(
                "ValidationException",
                message: "LogGroup name and LogGroup ARN are mutually exclusive parameters."
            )
        }
        guard let text = name ?? identifier else {
            throw .invalidParameter(
                "Exactly one of LogGroupName or LogGroupIdentifier must be specified."
            )
        }
        return name ?? self.name(in: text)
    }

    /// `NAME` of `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, with `:*` or without; any other text is the name.
    static func name(in text: String) -> String {
        guard let arn = ARN(text), arn.service == "logs", arn.resource.hasPrefix("log-group:") else { return text }
        let name = arn.resource.dropFirst("log-group:".count)
        return String(name.prefix { $0 != ":" })
    }
}

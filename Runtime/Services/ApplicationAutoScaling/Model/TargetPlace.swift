import JSON
import ServiceKit
import Wire

/// The kinds of documents that the service keeps.
enum Kind {
    /// By `TargetPlace.key`.
    static let target = "target"
    /// By that of their target and their name.
    static let policy = "policy"
    static let action = "action"
    /// The latest first.
    static let activity = "activity"
}

/// A capacity that can be scaled: which of which resource, and where.
struct TargetPlace: Sendable, Hashable {
    var region: String
    /// As `lambda`.
    var namespace: String
    /// As `function:NAME:QUALIFIER`.
    var resource: String
    /// As `lambda:function:ProvisionedConcurrency`.
    var dimension: String

    init(_ input: JSON.Object, region: String) {
        self.region = region
        namespace = input.text("ServiceNamespace") ?? ""
        resource = input.text("ResourceId") ?? ""
        dimension = input.text("ScalableDimension") ?? ""
    }

    var key: String { "\(namespace)|\(resource)|\(dimension)" }

    /// As AWS's errors name it.
    var description: String {
        "service namespace: \(namespace), resource ID: \(resource), scalable dimension: \(dimension)"
    }

    /// The members of a document that say where it belongs.
    var members: [(String, JSON)] {
        [
            ("ServiceNamespace", .string(namespace)), ("ResourceId", .string(resource)),
            ("ScalableDimension", .string(dimension)),
        ]
    }

    /// Whether a policy, an action or an activity is this target's.
    func has(_ document: JSON.Object) -> Bool {
        document.text("ServiceNamespace") == namespace && document.text("ResourceId") == resource
            && document.text("ScalableDimension") == dimension
    }

    /// The version or alias whose provisioned concurrency it is; `nil` for other capacities.
    var function: ScaledFunction? {
        let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard dimension == "lambda:function:ProvisionedConcurrency", namespace == "lambda", parts.count == 3,
            parts[0] == "function", !parts[1].isEmpty, !parts[2].isEmpty, parts[2] != "$LATEST"
        else { return nil }
        return ScaledFunction(region: region, name: parts[1], qualifier: parts[2])
    }

    /// Refuses what Application Auto Scaling does not know, and what is not emulated.
    func check() throws(AWSError) {
        guard dimension.hasPrefix("\(namespace):") else { throw .unsupportedTarget }
        switch namespace {
        case "lambda":
            guard function != nil else { throw .unsupportedTarget }
        case "dynamodb":
            let parts = resource.split(separator: "/", omittingEmptySubsequences: false)
            let isIndex = dimension.hasPrefix("dynamodb:index:")
            guard parts.count == (isIndex ? 4 : 2), parts[0] == "table", !parts.contains(""),
                !isIndex || parts[2] == "index"
            else { throw .unsupportedTarget }
        default: throw .validation("Hearth does not emulate the scaling of \(namespace), only of lambda and dynamodb.")
        }
    }
}

extension RegionalCall {
    var place: TargetPlace { TargetPlace(input, region: region) }
}

extension JSON.Object {
    func text(_ name: String) -> String? { self[name]?.stringValue }

    func int(_ name: String) -> Int? { self[name]?.intValue }

    /// These members alone, in this order, as far as they are there.
    func picking(_ names: String...) -> JSON.Object {
        var object = JSON.Object()
        for name in names { object[name] = self[name]?.nonNull }
        return object
    }
}

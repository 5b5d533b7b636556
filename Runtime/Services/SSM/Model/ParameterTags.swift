import JSON
import ServiceKit
import Wire

/// The tags of a parameter, as requests write them.
enum ParameterTags {
    private static let limit = 50

    static func read(_ json: JSON?) throws(AWSError) -> [String: String] {
        try ReservedTagKeys.check(json, AWSError.validation)
        var tags: [String: String] = [:]
        for tag in json?.arrayValue ?? [] {
            let key = tag["Key"]?.stringValue ?? ""
            guard tags.updateValue(tag["Value"]?.stringValue ?? "", forKey: key) == nil else {
                throw .validation("Duplicate tag keys are not allowed in a single request: \(key).")
            }
        }
        try check(tags)
        return tags
    }

    static func check(_ tags: [String: String]) throws(AWSError) {
        guard tags.count <= limit else {
            throw AWSError("TooManyTagsError", message: "A resource can have at most \(limit) tags.")
        }
    }
}

/// The parameter that an action on tags is for.
struct TaggedParameter: Sendable {
    private let name: String

    init(_ input: JSON.Object) throws(AWSError) {
        let type = input["ResourceType"]?.stringValue ?? ""
        guard type == "Parameter" else {
            throw AWSError(
                "InvalidResourceType",
                message: "\(type) is not a valid resource type. Valid resource types are: Parameter."
            )
        }
        name = input["ResourceId"]?.stringValue ?? ""
    }

    func find(in store: ParameterStore) throws -> Parameter {
        guard let parameter = try store.parameter(name) else {
            throw AWSError(
                "InvalidResourceId",
                message: "The resource ID \"\(name)\" is not valid. Verify the ID and try again."
            )
        }
        return parameter
    }
}

import JSON
import ServiceKit
import Wire

/// One condition of `ParameterFilters`, or of the older `Filters`.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
struct ParameterFilter: Sendable, Hashable {
    enum Option: String, Sendable {
        case equals = "Equals"
        case beginsWith = "BeginsWith"
        case contains = "Contains"
        case recursive = "Recursive"
        case oneLevel = "OneLevel"
    }

    var key: String
    var option: Option
    var values: [String]

    static let keyPattern = Shape.Pattern("tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType") { key in
        ["Name", "Type", "KeyId", "Path", "Label", "Tier", "DataType"].contains(key)
            || (key.hasPrefix("tag:") && key.count > 4)
    }

    func matches(_ parameter: Parameter) -> Bool {
        let version = parameter.version
        switch key {
        case "Name":
            let name = parameter.name.withoutLeadingSlash
            return isMet(by: name) || isMet(by: "/" + name)
        case "Type": return isMet(by: version.type.rawValue)
        case "KeyId": return version.keyID.map(isMet) ?? false
        case "Tier": return isMet(by: version.tier.rawValue)
        case "DataType": return isMet(by: version.dataType)
        case "Label": return version.labels.contains(where: isMet)
        case "Path":
            return values.contains { ParameterPath($0).holds(parameter.name, isRecursive: option == .recursive) }
        default:
            guard let tag = parameter.tags[String(key.dropFirst("tag:".count))] else { return false }
            return values.isEmpty || isMet(by: tag)
        }
    }

    private func isMet(by text: String) -> Bool {
        values.contains { value in
            switch option {
            case .beginsWith: text.hasPrefix(value)
            case .contains: text.contains(value)
            case .equals, .recursive, .oneLevel: text == value
            }
        }
    }
}

extension ParameterFilter {
    /// Which action a filter is for: they do not take the same.
    enum Place: Sendable {
        case describeParameters
        case getParametersByPath

        var keys: [String] {
            switch self {
            case .describeParameters: ["Path", "Name", "Type", "KeyId", "Tier"]
            case .getParametersByPath: ["Type", "KeyId"]
            }
        }
    }

    static func read(_ json: JSON?, _ place: Place) throws(AWSError) -> [ParameterFilter] {
        var filters: [ParameterFilter] = []
        for entry in json?.arrayValue ?? [] {
            let filter = try ParameterFilter(entry, place)
            guard !filters.contains(where: { $0.key == filter.key }) else {
                throw AWSError(
                    "InvalidFilterKey",
                    message: "The following filter is duplicated in the request: \(filter.key). "
                        + "A request can contain only one occurrence of a specific filter."
                )
            }
            filters.append(filter)
        }
        return filters
    }

    /// The older form: names, types and keys that begin with what is asked for.
    static func readOld(_ json: JSON?) -> [ParameterFilter] {
        (json?.arrayValue ?? []).map {
            ParameterFilter(
                key: $0["Key"]?.stringValue ?? "",
                option: $0["Key"]?.stringValue == "Name" ? .beginsWith : .equals,
                values: Self.texts($0["Values"])
            )
        }
    }

    private init(_ json: JSON, _ place: Place) throws(AWSError) {
        key = json["Key"]?.stringValue ?? ""
        values = Self.texts(json["Values"])
        let isTag = key.hasPrefix("tag:")
        let isKnown =
            place.keys.contains(key) || key == "DataType" || (place == .describeParameters ? isTag : key == "Label")
        guard isKnown else {
            throw AWSError(
                "InvalidFilterKey",
                message: "The following filter key is not valid: \(key). "
                    + "Valid filter keys include: [\(place.keys.joined(separator: ", "))]."
            )
        }
        guard isTag || !values.isEmpty else {
            throw AWSError(
                "InvalidFilterValue",
                message: "The following filter values are missing : null for filter key \(key)."
            )
        }
        let asked = json["Option"]?.nonNull?.stringValue
        option = try Self.option(asked, key)
        try checkValues()
    }

    private static func option(_ asked: String?, _ key: String) throws(AWSError) -> Option {
        let (options, shown): ([Option], [Option]) =
            switch key {
            case "Path": ([.recursive, .oneLevel], [.recursive, .oneLevel])
            case "Name": ([.equals, .beginsWith, .contains], [.beginsWith, .equals])
            default: ([.equals, .beginsWith], [.beginsWith, .equals])
            }
        guard let asked else { return key == "Path" ? .oneLevel : .equals }
        guard let option = Option(rawValue: asked), options.contains(option) else {
            throw AWSError(
                "InvalidFilterOption",
                message: "The following filter option is not valid: \(asked). "
                    + "Valid options include: [\(shown.map(\.rawValue).joined(separator: ", "))]."
            )
        }
        return option
    }

    private func checkValues() throws(AWSError) {
        switch key {
        case "Path": for value in values { try ParameterPath(value).check() }
        case "Tier": try checkValues(among: ["Standard", "Advanced", "Intelligent-Tiering"])
        case "Type": try checkValues(among: ["String", "StringList", "SecureString"])
        default: return
        }
    }

    private func checkValues(among known: [String]) throws(AWSError) {
        guard option == .equals, let unknown = values.first(where: { !known.contains($0) }) else { return }
        throw AWSError(
            "InvalidFilterOption",
            message: "The following filter value is not valid: \(unknown). "
                + "Valid values include: [\(known.joined(separator: ", "))]."
        )
    }

    private static func texts(_ json: JSON?) -> [String] { (json?.arrayValue ?? []).compactMap(\.stringValue) }
}

/// A level of the hierarchy of names.
struct ParameterPath: Sendable, Hashable {
    private let text: String

    init(_ text: String) { self.text = text }

    /// `/` in front and behind.
    var prefix: String { text.hasSuffix("/") ? text : text + "/" }

    /// Names without a slash stand directly under `/`.
    func holds(_ name: String, isRecursive: Bool) -> Bool {
        let full = name.hasPrefix("/") ? name : "/" + name
        guard full.hasPrefix(prefix) else { return false }
        return isRecursive || !full.dropFirst(prefix.count).contains("/")
    }

    func check() throws(AWSError) {
        let lower = text.lowercased()
        guard !lower.hasPrefix("/aws"), !lower.hasPrefix("/ssm") else {
            throw .validation(
                "Filters for common parameters can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). "
                    + "When using global parameters, please specify within a global namespace."
            )
        }
        try checkForm()
    }

    func checkForm() throws(AWSError) {
        guard text.hasPrefix("/"), !text.contains("//"), text.utf8.allSatisfy(ParameterName.isAllowed) else {
            throw .validation(
                "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a "
                    + "forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). It must "
                    + "use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). "
                    + "Special characters are not allowed. All sub-paths, if specified, must use the forward slash "
                    + "symbol \"/\". Valid example: /get/parameters2-/by1./path0_."
            )
        }
    }
}

extension String {
    fileprivate var withoutLeadingSlash: String { hasPrefix("/") ? String(dropFirst()) : self }
}

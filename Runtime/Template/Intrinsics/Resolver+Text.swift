import FoundationEssentials
import Wire

/// The functions that make texts and pick from lists.
extension Resolver {
    /// `"text ${Name}"`, or that and an object of further names.
    func sub(_ call: Intrinsic) -> TemplateValue {
        let parts = call.argument.elements
        guard let pattern = parts.map({ $0.first?.string }) ?? call.argument.string,
            parts == nil || parts?.count == 2
        else { return fail(call.path, "Fn::Sub takes a text, or a list of a text and an object") }
        guard let template = SubTemplate(pattern) else { return fail(call.path, "a ${ has no } in \"\(pattern)\"") }
        guard let own = Fields(parts?[1], at: call.path, findings) else { return unresolved(call.path) }
        var result = ""
        var isResolved = true
        for part in template.parts {
            switch part {
            case .text(let literal): result += literal
            case .variable(let name):
                let value = variable(name, own, at: call.path).flatMap { text($0, of: "Fn::Sub") }
                result += value ?? ""
                isResolved = isResolved && value != nil
            }
        }
        return isResolved ? localized(result, at: call.path) : unresolved(call.path)
    }

    private func variable(_ name: String, _ own: Fields, at path: JSONPath) -> TemplateValue? {
        if let value = own[name] { return resolve(value) }
        if let (resource, attribute) = Self.split(name), resources[name] == nil {
            return getAtt(resource, attribute, at: path)
        }
        return ref(name, at: path)
    }

    func join(_ call: Intrinsic) -> TemplateValue {
        guard let arguments = call.argument.elements, arguments.count == 2,
            let delimiter = resolve(arguments[0])?.string,
            let list = resolve(arguments[1])
        else { return fail(call.path, "Fn::Join takes a text and a list: [\",\", [\"a\", \"b\"]]") }
        guard let elements = list.elements else {
            return list.isUnresolved ? list : fail(call.path, "Fn::Join takes a list, not \(list.kind)")
        }
        let texts = elements.map { text($0, of: "Fn::Join") }
        guard texts.allSatisfy({ $0 != nil }) else { return unresolved(call.path) }
        return localized(texts.compactMap { $0 }.joined(separator: delimiter), at: call.path)
    }

    /// The address that AWS would give one of the template's APIs leads to the gateway, and caches are reached as they
    /// can be here.
    private func localized(_ text: String, at path: JSONPath) -> TemplateValue {
        if text.hasPrefix("redis") {
            let caches = CacheReader.types.keys.flatMap { resources.all(ofType: $0) }
            return TemplateValue(
                path,
                .string(caches.reduce(text) { emulator.endpoint(ofCache: $1.logicalID).localized($0) })
            )
        }
        guard text.contains(".execute-api.") else { return TemplateValue(path, .string(text)) }
        let apis = APIEvent.Kind.allCases.flatMap { resources.all(ofType: $0.apiType) }.map(\.logicalID)
        let local = apis.reduce(text) { text, api in
            let host = "\(emulator.apiID(api)).execute-api.\(emulator.account.region).\(emulator.urlSuffix)"
            return text.replacing("https://\(host)", with: emulator.endpoint(ofAPI: api))
        }
        return TemplateValue(path, .string(local))
    }

    private func text(_ value: TemplateValue, of function: String) -> String? {
        if let text = value.scalarText { return text }
        if !value.isUnresolved { findings.error(value.path, "\(function) cannot make a text of \(value.kind)") }
        return nil
    }

    func select(_ call: Intrinsic) -> TemplateValue {
        guard let arguments = call.argument.elements, arguments.count == 2,
            let position = resolve(arguments[0]), let list = resolve(arguments[1])
        else { return fail(call.path, "Fn::Select takes an index and a list: [0, [\"a\", \"b\"]]") }
        if position.isUnresolved || list.isUnresolved { return unresolved(call.path) }
        let texts = (list.elements ?? [list]).compactMap(\.scalarText)
        guard let index = position.scalarText.flatMap({ Int($0) }), let elements = list.elements else {
            // What a resource would tell that is not there may well be a list.
            if let text = standIn(among: texts) { return TemplateValue(call.path, .string(text)) }
            return fail(call.path, "Fn::Select takes an index and a list: [0, [\"a\", \"b\"]]")
        }
        guard elements.indices.contains(index) else {
            if let text = standIn(among: texts) { return TemplateValue(call.path, .string(text)) }
            return fail(call.path, "Fn::Select cannot take element \(index) of a list of \(elements.count)")
        }
        return elements[index]
    }

    func split(_ call: Intrinsic) -> TemplateValue {
        guard let arguments = call.argument.elements, arguments.count == 2,
            let delimiter = arguments[0].string, !delimiter.isEmpty, let source = resolve(arguments[1])
        else { return fail(call.path, "Fn::Split takes two texts: [\",\", \"a,b\"]") }
        guard let text = text(source, of: "Fn::Split") else { return unresolved(call.path) }
        let parts = text.split(separator: delimiter, omittingEmptySubsequences: false)
        return TemplateValue(
            call.path,
            .array(parts.enumerated().map { TemplateValue(call.path / $0, .string(String($1))) })
        )
    }

    func base64(_ call: Intrinsic) -> TemplateValue {
        guard let value = resolve(call.argument) else { return fail(call.path, "Fn::Base64 takes a text") }
        guard let text = text(value, of: "Fn::Base64") else { return unresolved(call.path) }
        return TemplateValue(call.path, .string(Data(text.utf8).base64EncodedString()))
    }

    /// `["Map", "TopLevelKey", "SecondLevelKey"]` in `Mappings`, and where the extensions are there what stands for a key
    /// that is not.
    func findInMap(_ call: Intrinsic) -> TemplateValue? {
        let defaultValue = defaultValue(ofMap: call)
        guard let arguments = call.argument.elements, arguments.count == (defaultValue == nil ? 3 : 4) else {
            return fail(call.path, "Fn::FindInMap takes a map and two keys: [\"Map\", \"First\", \"Second\"]")
        }
        if defaultValue != nil, !hasExtensions(for: call) { return unresolved(call.path) }
        var place = mappings ?? TemplateValue(.root / "Mappings", .object([]))
        for argument in arguments.prefix(3) {
            guard let key = resolve(argument), let name = text(key, of: "Fn::FindInMap") else {
                return unresolved(call.path)
            }
            guard let next = place[name] else {
                if let defaultValue { return resolve(defaultValue) }
                return fail(
                    call.path,
                    "there is no \(name) in \(place.path)",
                    remedy: Spelling.remedy(for: name, among: place.members?.map(\.key) ?? [])
                )
            }
            place = next
        }
        return TemplateValue(call.path, place.content)
    }
}

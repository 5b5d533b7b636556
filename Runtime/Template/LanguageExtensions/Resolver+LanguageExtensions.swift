import JSON

/// The functions that `AWS::LanguageExtensions` adds.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
extension Resolver {
    /// How many elements a list has.
    func length(_ call: Intrinsic) -> TemplateValue {
        guard hasExtensions(for: call) else { return unresolved(call.path) }
        guard let list = resolve(call.argument) else { return fail(call.path, "Fn::Length takes a list") }
        guard let elements = list.elements else {
            return list.isUnresolved ? list : fail(call.path, "Fn::Length takes a list, not \(list.kind)")
        }
        return TemplateValue(call.path, .number(String(elements.count)))
    }

    /// A list or an object as JSON.
    func toJSONString(_ call: Intrinsic) -> TemplateValue {
        guard hasExtensions(for: call) else { return unresolved(call.path) }
        guard let value = resolve(call.argument) else { return unresolved(call.path) }
        guard value.elements != nil || value.members != nil else {
            if value.isUnresolved { return value }
            return fail(call.path, "Fn::ToJsonString takes an object or a list, not \(value.kind)")
        }
        return isWhole(value) ? TemplateValue(call.path, .string(value.json.text)) : unresolved(call.path)
    }

    private func isWhole(_ value: TemplateValue) -> Bool {
        !value.isUnresolved && (value.elements ?? []).allSatisfy(isWhole)
            && (value.members ?? []).allSatisfy { isWhole($0.value) }
    }

    /// A complaint where the template does not name the transform.
    func hasExtensions(for call: Intrinsic) -> Bool {
        if hasLanguageExtensions { return true }
        findings.error(
            call.path,
            "\(call.name) needs the transform \(Sections.languageExtensions)",
            remedy: "add it to Transform, before \(Sections.serverless) where that is there"
        )
        return false
    }

    /// The name that `Ref` or `Fn::GetAtt` is given: written out, or by a function where the extensions are there.
    func name(_ value: TemplateValue) -> String? {
        value.string ?? (hasLanguageExtensions ? resolve(value)?.scalarText : nil)
    }

    /// `["Map", "First", "Second", {"DefaultValue": value}]`: what stands for a key that is not there.
    func defaultValue(ofMap call: Intrinsic) -> TemplateValue? {
        guard let arguments = call.argument.elements, arguments.count == 4 else { return nil }
        return arguments[3]["DefaultValue"]
    }
}

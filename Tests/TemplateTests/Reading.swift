import Template

/// Reads a template written in YAML, or in JSON where the text begins with a brace.
func read(_ text: String, parameters: [String: String] = [:]) -> Application {
    TemplateReader(parameterOverrides: parameters)
        .application(parsing: text, format: text.hasPrefix("{") ? .json : .yaml)
}

/// Reads a SAM template of which the sections besides the transform are given.
func readSAM(_ sections: String, parameters: [String: String] = [:]) -> Application {
    read("Transform: AWS::Serverless-2016-10-31\n" + sections, parameters: parameters)
}

/// Reads a SAM template with one function `F` of the given properties (indented by six blanks) and what follows it.
func readFunction(_ properties: String, rest: String = "") -> Application {
    readSAM(
        """
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              Handler: f
              Runtime: provided.al2023
              CodeUri: build/
        \(properties.indented(6))
        \(rest)
        """
    )
}

extension String {
    func indented(_ count: Int) -> String {
        split(separator: "\n" as Character).map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
    }
}

extension Application {
    /// All that was said, a line each.
    var lines: [String] { diagnostics.map(\.description) }
    var routeKeys: [String] { (httpAPIs.flatMap(\.routes) + restAPIs.flatMap(\.routes)).map(\.routeKey) }

    func output(_ name: String) -> String? { outputs.first { $0.name == name }?.value }
}

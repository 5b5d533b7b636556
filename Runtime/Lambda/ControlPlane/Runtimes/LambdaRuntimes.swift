import Wire

/// The runtimes that can be asked for, in the order in which AWS's text has them.
/// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
enum LambdaRuntimes {
    static let known = [
        "nodejs20.x", "python3.14", "provided.al2023", "python3.12", "python3.13", "nodejs24.x", "nodejs22.x", "java25",
        "python3.10", "python3.11", "java21", "ruby3.3", "ruby3.4", "ruby3.2", "python3.8", "python3.9", "java17",
        "nodejs16.x", "dotnet10", "dotnet8", "java11", "dotnet6", "nodejs18.x", "provided.al2", "java8.al2",
    ]
    private static let retired = [
        "java8", "go1.x", "provided", "ruby2.7", "ruby2.5", "nodejs14.x", "nodejs12.x", "nodejs10.x", "nodejs8.10",
        "nodejs6.10", "nodejs4.3", "nodejs", "python3.7", "python3.6", "python2.7", "dotnetcore3.1", "dotnetcore2.1",
        "dotnetcore2.0", "dotnetcore1.0", "nodejs4.3-edge",
    ]
    /// What layers may be said to be for: runtimes of all times, in the order in which AWS's text has them.
    static let all = [
        "ruby3.5", "ruby2.6", "dotnetcore1.0", "python3.7", "nodejs8.10", "nasa", "ruby2.7", "python2.7-greengrass",
        "dotnetcore2.0", "python3.8", "java21", "dotnet6", "dotnetcore2.1", "python3.9", "java11", "nodejs6.10",
        "provided", "dotnetcore3.1", "dotnet8", "java25", "java17", "nodejs", "nodejs4.3", "java8.al2", "go1.x",
        "dotnet10", "nodejs20.x", "go1.9", "byol", "nodejs10.x", "provided.al2023", "nodejs22.x", "python3.10", "java8",
        "nodejs12.x", "python3.11", "nodejs24.x", "nodejs8.x", "python3.12", "nodejs14.x", "nodejs8.9", "nodejs26.x",
        "python3.13", "python3.14", "nodejs16.x", "python3.15", "provided.al2", "nodejs4.3-edge", "nodejs18.x",
        "ruby3.2", "python3.4", "ruby3.3", "ruby3.4", "ruby2.5", "python3.6", "python2.7",
    ]

    /// Whether functions bring a `bootstrap` of their own.
    static func isCustom(_ runtime: String) -> Bool {
        runtime.isEmpty || runtime.hasPrefix("provided") || runtime == "go1.x"
    }

    static func check(_ runtime: String) throws(AWSError) {
        if retired.contains(runtime) {
            throw .invalidParameter(
                "The runtime parameter of \(runtime) is no longer supported for creating or updating AWS Lambda "
                    + "functions. We recommend you use a supported runtime while creating or updating functions."
            )
        }
        guard known.contains(runtime) else {
            throw .invalidParameter(
                "Value \(runtime) at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[\(known.joined(separator: ", "))] or be a valid ARN"
            )
        }
    }
}

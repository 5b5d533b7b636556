import JSON

/// What Lambda demands of a function's environment variables, in its words.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
enum EnvironmentRules {
    static let reserved: Set<String> = [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ]

    /// The name and value pairs of all variables, as JSON, must fit.
    static let limitInBytes = 4096

    private static let begin =
        "Lambda was unable to configure your environment variables because the environment variables you have provided "

    static func check(_ variables: Fields) {
        for name in variables.names {
            let path = variables.path(of: name)
            if reserved.contains(name) {
                variables.findings.error(
                    path,
                    begin + "contains reserved keys that are currently not supported for modification. "
                        + "Reserved keys used in this request: \(name)"
                )
            } else if !isName(name) {
                variables.findings.error(
                    path,
                    "an environment variable's name begins with a letter and has at least two letters, digits and "
                        + "underscores"
                )
            }
        }
        let size = variables.value.json.bytes.count
        if size > limitInBytes {
            variables.findings.error(
                variables.path,
                begin + "exceeded the 4KB limit. They measure \(size) bytes"
            )
        }
    }

    private static func isName(_ name: String) -> Bool {
        let letters = name.utf8.map { Character(Unicode.Scalar($0)) }
        return letters.count >= 2 && letters[0].isASCII && letters[0].isLetter
            && letters.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

import Wire

/// The environment that a function's process is given: all that AWS sets for `provided.al2023`, then the user's own,
/// and nothing of Hearth's.
///
/// Names Lambda reserves win over the user's, as on AWS
/// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
struct EnvironmentVariables {
    var function: FunctionConfiguration
    var account: AWSAccount
    /// `host:port` of the environment's own Runtime API.
    var runtimeAPI: String
    var logStream: String
    var isProvisioned = false
    var credentials: FunctionCredentials
    /// Where AWS's SDKs find the services: `http://host:port`.
    var endpointURL: String?

    var all: [String: String] {
        var variables: [String: String] = [:]
        // A user may point an SDK elsewhere, so the endpoint comes first and gives way.
        if let endpointURL { variables["AWS_ENDPOINT_URL"] = endpointURL }
        variables.merge(platformDefaults) { $1 }
        variables.merge(function.environment) { $1 }
        variables.merge(ofLogging) { $1 }
        variables.merge(reserved) { $1 }
        return variables
    }

    /// For extensions: without what only the runtime needs.
    var ofExtensions: [String: String] {
        all.filter { !$0.key.hasPrefix("_") && !$0.key.hasPrefix("AWS_XRAY_") }
    }

    /// Whether AWS refuses a user's variable of this name.
    static func isReserved(_ name: String) -> Bool { reservedNames.contains(name) }

    private static let reservedNames: Set<String> = [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ]

    /// What the user may override.
    private var platformDefaults: [String: String] {
        [
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PATH": (["/var/lang/bin:/usr/local/bin:/usr/bin/:/bin"] + layers("bin") + ["/opt/bin"])
                .joined(separator: ":"),
            "LD_LIBRARY_PATH":
                ([
                    "/var/lang/lib", "/lib64", "/usr/lib64", "/var/runtime", "/var/runtime/lib", function.codeDirectory,
                    "\(function.codeDirectory)/lib",
                ] + layers("lib") + ["/opt/lib"]).joined(separator: ":"),
            "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        ].merging(ofManagedRuntime) { $1 }
    }

    /// Folders of the layers, which AWS has below `/opt`.
    private func layers(_ folder: String) -> [String] { function.layerDirectories.map { "\($0)/\(folder)" } }

    private var ofManagedRuntime: [String: String] {
        guard let runtime = function.managedRuntime else { return [:] }
        let packages = runtime.layerFolders.flatMap(layers)
        let (name, folders) =
            switch runtime.language {
            case .python: ("PYTHONPATH", ["/var/runtime"] + packages)
            case .nodejs: ("NODE_PATH", packages + ["/var/runtime/node_modules", function.codeDirectory])
            }
        return [
            "AWS_EXECUTION_ENV": "AWS_Lambda_\(function.runtime)", name: folders.joined(separator: ":"),
            // Of the shell that starts it on AWS.
            "PWD": function.codeDirectory, "SHLVL": "0",
        ]
    }

    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
    private var ofLogging: [String: String] {
        guard function.logging.format == .json else { return [:] }
        return ["AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": function.logging.applicationLevel]
    }

    private var reserved: [String: String] {
        [
            "_HANDLER": function.handler,
            "AWS_REGION": account.region,
            "AWS_DEFAULT_REGION": account.region,
            "AWS_ACCESS_KEY_ID": credentials.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": credentials.secretAccessKey,
            "AWS_SESSION_TOKEN": credentials.sessionToken,
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": function.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(function.memorySize),
            "AWS_LAMBDA_INITIALIZATION_TYPE": isProvisioned ? "provisioned-concurrency" : "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logGroup,
            "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
            "AWS_LAMBDA_RUNTIME_API": runtimeAPI,
            "AWS_XRAY_DAEMON_ADDRESS": "169.254.100.1:2000",
            "_AWS_XRAY_DAEMON_ADDRESS": "169.254.100.1",
            "_AWS_XRAY_DAEMON_PORT": "2000",
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "LAMBDA_TASK_ROOT": function.codeDirectory,
        ]
    }
}

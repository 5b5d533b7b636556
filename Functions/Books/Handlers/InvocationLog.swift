import LambdaRuntime

/// The log of the invocation that is running, for code that is not handed its context.
enum InvocationLog {
    @TaskLocal static var logger: LambdaLogger?

    static func warn(_ message: String) { logger?.warning(message) }
}

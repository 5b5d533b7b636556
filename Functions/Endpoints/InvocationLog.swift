import LambdaRuntime

/// The log of the invocation that is running, for code that is not handed its context.
package enum InvocationLog {
    @TaskLocal package static var logger: LambdaLogger?

    package static func warn(_ message: String) { logger?.warning(message) }
}

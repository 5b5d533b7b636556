extension Application {
    /// Where a stage of an API writes a line for each of its requests, and of what form.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
    package struct AccessLog: Sendable, Hashable {
        /// A log group of CloudWatch.
        package var group: String
        /// `$context.…` in it stand for values.
        package var format: String

        package init(group: String, format: String) {
            self.group = group
            self.format = format
        }
    }
}

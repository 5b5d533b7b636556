import JSON

/// An error as an AWS service tells it to a client: every service's errors become one of these at the edge of an
/// operation, and each protocol renders it in its own way.
package struct AWSError: Error, Sendable, Hashable {
    /// Whose mistake it is; `User` and `Service` in bodies that carry a `Type`.
    package enum Fault: String, Sendable { case client = "User", server = "Service" }

    /// Such as `ResourceNotFoundException`.
    package var code: String
    package var status: Int
    package var message: String
    package var fault: Fault
    /// Members of the body besides code and message, such as `Reason` or `Item`.
    package var members: JSON.Object
    package var headers: HTTPHeaders

    package init(
        _ code: String,
        status: Int = 400,
        message: String,
        members: JSON.Object = JSON.Object(),
        headers: HTTPHeaders = [:]
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.fault = status < 500 ? .client : .server
        self.members = members
        self.headers = headers
    }
}

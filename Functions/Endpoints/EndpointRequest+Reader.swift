extension EndpointRequest {
    /// Whom the token names. Throws `RequestError.forbidden` where the request's `user_id` names someone else.
    package func reader(_ form: inout Form) throws -> String {
        guard let subject else { throw RequestError.unauthorized("A reader's token is needed: POST /login issues one") }
        if let named = form.text("user_id", limit: Form.idBytes), named != subject {
            throw RequestError.forbidden("The token is of another reader than \(named)")
        }
        return subject
    }
}

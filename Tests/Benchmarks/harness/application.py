"""The template that the benchmarks' own function runs under."""


def application(folder):
    """The echo function twice: `bytes` for Invoke, `http` behind an HTTP API."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Bytes": function(folder, "bytes"), "Http": function(folder, "http", {"Rate": _route()})},
    }


def streaming_application(folder):
    """The function that streams, behind a REST API."""
    route = {"Method": "GET", "Path": "/stream", "ResponseTransferMode": "RESPONSE_STREAM", "TimeoutInMillis": 60_000}
    streaming = function(folder, "stream", {"Stream": {"Type": "Api", "Properties": route}})
    streaming["Properties"]["Timeout"] = 60
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Stream": streaming},
    }


def function(folder, handler, events=None):
    properties = {
        "FunctionName": handler,
        "Handler": handler,
        "Runtime": "provided.al2023",
        "CodeUri": str(folder),
        "MemorySize": 128,
        "Timeout": 10,
    }
    return {"Type": "AWS::Serverless::Function", "Properties": properties | ({"Events": events} if events else {})}


def _route():
    return {"Type": "HttpApi", "Properties": {"Method": "POST", "Path": "/books/{book_id}/rate"}}

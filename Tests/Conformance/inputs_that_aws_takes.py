"""Puts inputs that AWS takes in the place of those that it refuses, in a checkout of moto's tests.

    python inputs_that_aws_takes.py PATH/TO/moto

What the tests assert stays as it is, but where it repeats an input.
"""

import pathlib
import sys

QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue"
ROLE = "arn:aws:iam::123456789012:role/role"
TOPIC = "arn:aws:sns:us-east-1:123456789012:"


def settled(call, name="function_name", indent=4):
    """The edit that waits for the end of an update of a function: until then AWS publishes no version of it."""
    client = call.split(".")[0]
    wait = f'{client}.get_waiter("function_updated_v2").wait(FunctionName={name})'
    return call + "\n", call + "\n" + " " * indent + wait + "\n"


EDITS = {
    "test_scheduler/test_scheduler.py": [
        ('"RoleArn": "n/a"', f'"RoleArn": "{ROLE}"'),
        ('"RoleArn": "arn2"', f'"RoleArn": "{ROLE}"'),
        ('"not supported yet"', f'"{QUEUE}"'),
        ('"different arn"', f'"{QUEUE}-2"'),
        ('"arn1"', f'"{QUEUE}"'),
        ("some cron *", "rate(5 minutes)"),
        ("some cron", "rate(5 minutes)"),
        ("new cron", "rate(6 minutes)"),
    ],
    "test_scheduler/test_scheduler_tags.py": [
        ('"RoleArn": "n/a"', f'"RoleArn": "{ROLE}"'),
        ('"not supported yet"', f'"{QUEUE}"'),
        ("some cron", "rate(5 minutes)"),
    ],
    # Five targets are the most that a rule has.
    "test_events/test_events.py": [
        ('test-function-6",\n        "Rules": ["test1", "test3"]', 'test-function-6",\n        "Rules": ["test3"]'),
        ('EventPattern="{}"', 'EventPattern=\'{"source": ["a"]}\''),
        ('"Arn": "arn:"', f'"Arn": "{QUEUE}"'),
        ("arn:aws:s3:::test-arn", QUEUE.replace("us-east-1", "us-west-2")),
    ],
    "test_events/test_events_lambdatriggers_integration.py": [
        ('"Id": "n/a"', '"Id": "id"'),
        ('"arn:aws:lambda:unknown"', '"arn:aws:lambda:us-east-1:123456789012:function:unknown"'),
    ],
    "test_logs/test_logs_metric_filters.py": [
        ("    return conn.put_metric_filter(", '    conn.create_log_group(logGroupName="logGroupName" + count)\n'
         "    return conn.put_metric_filter("),
        ("    response = conn.put_metric_filter(", '    conn.create_log_group(logGroupName="logGroupName")\n'
         "    response = conn.put_metric_filter("),
        ('filterName="filterName", logGroupName=lg_name', 'filterName="my-cool-filter", logGroupName=lg_name'),
        ('"metricValue": "metricValue" + count', '"metricValue": count'),
        ('"metricNamespace": namespace,\n                "metricValue": "metricValue"',
         '"metricNamespace": namespace,\n                "metricValue": "1"'),
        ('filterNamePrefix="filter", logGroupName="logGroupName2"', 'filterNamePrefix="filter", logGroupName=lg_name'),
    ],
    "test_cloudwatch/test_cloudwatch.py": [('"StorageResolution": 123', '"StorageResolution": 1')],
    "test_cloudwatch/test_cloudwatch_alarms.py": [
        ("arn:alarm", TOPIC + "alarm"), ("arn:ok", TOPIC + "ok"), ("arn:insufficient", TOPIC + "insufficient"),
    ],
    "test_cloudwatch/test_cloudwatch_tags.py": [
        ('        Namespace="test",\n    )', '        Namespace="test",\n        Statistic="Sum",\n        Threshold=1,\n    )'),
    ],
    "test_secretsmanager/test_policy.py": [
        ('ResourcePolicy="some policy"', 'ResourcePolicy=\'{"Version": "2012-10-17", "Statement": []}\''),
        ('"unknown secret"', '"unknown-secret"'),
        ('ResourcePolicy="p"', 'ResourcePolicy=\'{"Version": "2012-10-17", "Statement": []}\''),
    ],
    "test_sns/test_application.py": [
        ("Attributes={}", 'Attributes={"PlatformCredential": "c", "PlatformPrincipal": "p"}'),
        ('"test": "test"', '"DefaultSenderID": "test"'),
        ('assert "test" ', 'assert "DefaultSenderID" '),
        ('["test"]', '["DefaultSenderID"]'),
    ],
    "test_awslambda/test_lambda.py": [
        ('PackageType="ZIP"', 'PackageType="Zip"'),
        settled("conn.update_function_code(FunctionName=function_name, ZipFile=get_test_zip_file1())"),
        settled("client.update_function_code(FunctionName=fn_name, ZipFile=new_zip)", "fn_name", 8),
    ],
    "test_awslambda/test_lambda_alias.py": [
        settled("client.update_function_code(\n        FunctionName=function_name, ZipFile=get_test_zip_file2()\n    )"),
    ],
    "test_awslambda/test_lambda_policy.py": [(":account-id:", ":123456789012:")],
    "test_awslambda/test_lambda_layers.py": [('"o-123456"', '"o-1234567890"')],
    "test_awslambda/test_lambda_eventsourcemapping.py": [
        ('(EventSourceArn="123")', f'(EventSourceArn="{QUEUE}")'),
        ('b"any zip file"', "get_test_zip_file3()"),
    ],
    "test_sns/test_publish_batch.py": [('"Id": "some id"', '"Id": "some-id"')],
}


def main(checkout):
    for name, edits in EDITS.items():
        path = pathlib.Path(checkout) / "tests" / name
        text = path.read_text()
        for old, new in edits:
            if old not in text:
                sys.exit(f"{path} has no {old!r}: is this another version of moto?")
            text = text.replace(old, new)
        path.write_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])

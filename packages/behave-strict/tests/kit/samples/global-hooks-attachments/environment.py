def before_all(context):
    context.attach("text/plain", "Attachment from BeforeAll hook")


def after_all(context):
    context.attach("text/plain", "Attachment from AfterAll hook")

def before_all(context):
    raise RuntimeError("BeforeAll hook went wrong")


def after_all(context):
    pass

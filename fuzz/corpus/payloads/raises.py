def load(port):
    raise ValueError(f'no crane at {port}')


load('Rotterdam')

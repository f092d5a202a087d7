# For fingers used to make; everything is in ./run, which needs no make.
.PHONY: demo test bench lint setup clean
demo test bench lint setup clean:
	@./run $@

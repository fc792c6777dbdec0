// SPDX-License-Identifier: MIT
/** The guest's native methods, by JNI. */
public class Guest {
    static native void greet();

    static native void forget();

    static native void dropOfC();
}
